"""The sections `compile` and `fit` against Keras: verdicts, names in logs, what shapes decide."""

import warnings
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.dev import KINDS, described_classes
from kspec.spec.named import Custom
from kspec.spec.registry import METRICS
from kspec.spec.spec_object import SpecObject
from kspec.spec.training.compile import Compile
from kspec.spec.training.fit import Fit
from kspec.spec.training.losses.shaped import ShapedCrossentropy
from kspec.spec.training.metrics.accuracy import ShapedAccuracy
from kspec.spec.training.metrics.metric import Metric
from kspec.spec.validation import validate
from tests.contract.refusal import refusal

pytestmark = [
    pytest.mark.contract,
    pytest.mark.one_in(2),
    pytest.mark.filterwarnings("ignore"),
]

FIT: dict[str, list[Any]] = {
    "batch_size": [0, 1, 100, -1, 4.0, 2.5, "4", None],
    "epochs": [0, 1, -1, 2.0, "2", None],
    "validation_split": [0, 0.5, 1, 1.0, 1.5, -0.2, "0.2", None],
    "shuffle": [True, False, "batch", None],
    "class_weight": [{}, None, {0: 1, 1: 2.5}, {0: "a"}, {5: 1.0}, [1, 2]],
    "initial_epoch": [0, 3, -1, 1.0, "1"],
    "steps_per_epoch": [0, 1, -1, 2.0, "1", None],
    "validation_freq": [0, 1, -1, 1.5, "1", [1], []],
    "verbose": [0, True, -1],
    "validation_batch_size": [0, 4, -1, 4.0, None],
    "validation_steps": [0, 1, -1, 1.0, None],
}
# Without `steps_per_execution` -1: Keras takes it and trains not a single step, kspec refuses it.
COMPILE: dict[str, list[Any]] = {
    "optimizer": ["sgd", "SGD", "Adamw", "adm", "lamb", "Lamb", "multioptimizer", None, 1],
    "loss": ["mse", "MSE", "ce", "Crossentropy", "Hinge", "acc", "mze", "", ["mse"], 1],
    "loss_weights": [None, 0.5, -1.0, 1, True, "x", [1], [0.5], ["a"]],
    "metrics": [
        *(None, [], {}, "accuracy", ["accuracy"], ["ACC"], ["Acc"], ["ce"], ["huber"], ["auc"]),
        *([["mse", "acc"]], ["mean_io_u"], ["F1Score"], [1], ["nope"], {"dense": ["mse"]}),
    ],
    "weighted_metrics": [None, ["mse"], "mse", ["nope"]],
    "run_eagerly": [True, False, None],
    "steps_per_execution": [1, 2, 2.0, 0, "auto", None],
    "jit_compile": [False, "auto", None],
    "auto_scale_loss": [True, False, None],
}


def refusal_to_fit(compiled: dict[str, Any], fitted: dict[str, Any]) -> str | None:
    """Keras's refusal to compile or to fit a small model, or None."""
    import keras
    import numpy as np

    x = np.linspace(0, 1, 60, dtype="float32").reshape(20, 3)
    y = (np.arange(20) % 2).reshape(20, 1).astype("float32")
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, "sigmoid", name="dense")])
    settings = {"loss": "binary_crossentropy", "run_eagerly": True} | compiled
    refused = refusal(model.compile, **settings)
    return refused or refusal(model.fit, x, y, **({"verbose": 0, "epochs": 1} | fitted))


def compare(cls: type[SpecObject], config: dict[str, Any], refused: str | None) -> None:
    _, problems = validate(cls, config, (), ())
    if refused is not None:
        assert problems, f"Keras refuses {config}: {refused}"
    else:
        stricter = [problem for problem in problems if problem.kind != "wrong_type"]
        assert not stricter, f"Keras takes {config}"


@pytest.mark.one_in(18)
@pytest.mark.parametrize("argument", FIT)
def test_fit(argument: str) -> None:
    around: dict[str, Any] = {"epochs": 3} if argument == "validation_freq" else {}
    if argument.startswith("validation_") and argument != "validation_split":
        around["validation_split"] = 0.3
    for value in FIT[argument]:
        config = {**around, argument: value}
        compare(Fit, config, refusal_to_fit({}, config))


@pytest.mark.one_in(9)
@pytest.mark.parametrize("argument", COMPILE)
def test_compile(argument: str) -> None:
    for value in COMPILE[argument]:
        compare(Compile, {argument: value}, refusal_to_fit({argument: value}, {}))


shapes = st.lists(st.sampled_from([1, 2, 3]), max_size=3).map(lambda dims: (None, *dims))


@given(output=shapes, target=shapes)
def test_what_shapes_decide(output: tuple[int | None, ...], target: tuple[int | None, ...]) -> None:
    import keras
    from keras.src.trainers import compile_utils

    y_true, y_pred = keras.KerasTensor(target), keras.KerasTensor(output)
    if len(output) > 1 or target[-1] != 1:  # comparing the unknown batch to 1 raises in Keras
        metric = compile_utils.get_metric("accuracy", y_true, y_pred)
        assert type(metric).__name__ == ShapedAccuracy.resolve(output, target)
        loss = compile_utils.get_loss("crossentropy", y_true, y_pred)
        expected = getattr(keras.losses, ShapedCrossentropy.resolve(output, target))()
        assert loss.fn is expected.fn


@pytest.mark.parametrize("text", METRICS.strings())
def test_log_names_of_strings(text: str) -> None:
    import keras
    from keras.src.trainers import compile_utils

    y = keras.KerasTensor((None, 3))
    section, _ = validate(Compile, {"metrics": [text]}, (), ())
    assert section is not None
    ((_, metric),) = section.all_metrics()
    assert not isinstance(metric, Custom)
    assert metric.log_name == compile_utils.get_metric(text, y, y).name


@pytest.mark.slow
def test_log_names_of_objects() -> None:
    import keras

    keras.utils.clear_session()  # so that the first of a class has no number
    for cls in described_classes(KINDS["metric"]):
        if any(field.is_required() for field in cls.model_fields.values()):
            continue
        metric, _ = validate(cls, {}, (), ())
        assert isinstance(metric, Metric)
        assert metric.log_name == getattr(keras.metrics, cls.__name__)().name


def compile_configs() -> list[dict[str, Any]]:
    """Configs of models compiled in various ways, as Keras writes them."""
    import keras

    schedule = keras.optimizers.schedules.CosineDecay(0.1, 10)
    ways: list[dict[str, Any]] = [
        {"loss": "mse", "metrics": ["mae", keras.metrics.mean_squared_error, keras.metrics.AUC()]},
        {"loss": keras.losses.Huber(), "optimizer": keras.optimizers.SGD(schedule)},
        {"loss": keras.losses.huber, "optimizer": keras.optimizers.Lamb(), "loss_weights": 2.0},
        {"loss": ["mse"], "weighted_metrics": ["acc", keras.metrics.MeanIoU(num_classes=2)]},
        {"optimizer": keras.optimizers.LossScaleOptimizer(keras.optimizers.Adam()), "loss": "ce"},
        {
            "loss": {"dense": keras.losses.SparseCategoricalCrossentropy(from_logits=True)},
            "metrics": {},
        },
        *(
            {"optimizer": getattr(keras.optimizers, name)(), "loss": getattr(keras.losses, loss)()}
            for name, loss in zip(
                ("Adadelta", "Adafactor", "Adagrad", "Adamax", "AdamW", "Ftrl", "Lion", "Muon"),
                ("CTC", "Circle", "Dice", "Tversky", "Hinge", "Poisson", "KLDivergence", "LogCosh"),
                strict=True,
            )
        ),
    ]
    configs = []
    for way in ways:
        model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, name="dense")])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.compile(**way)
        configs.append(model.get_compile_config())
    return configs


def test_what_keras_writes_is_read() -> None:
    for config in compile_configs():
        section, problems = validate(Compile, config, (), ())
        assert problems == [], config
        assert section is not None
        assert not any(isinstance(loss, Custom) for _, loss in section.losses())
