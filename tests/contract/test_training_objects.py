"""Arguments of `compile` and `fit`: accepted and refused as by Keras, on random configurations.

kspec may be stricter in one thing only: the type of a scalar (``true`` or ``"3"`` for a number),
which Keras often takes without a look. Whatever Keras refuses to construct, kspec refuses too.
"""

import copy
import warnings
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.dev import KINDS, described_classes
from kspec.spec.spec_object import SpecObject
from kspec.spec.validation import validate

pytestmark = pytest.mark.contract

SGD = {"module": "keras.optimizers", "class_name": "SGD", "config": {"learning_rate": 0.5}}
DECAY = {
    "module": "keras.optimizers.schedules",
    "class_name": "ExponentialDecay",
    "config": {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.9},
}
VALUES: tuple[Any, ...] = (
    *(0, 1, 2, -1, 3, 200),
    *(0.0, 0.5, 1.0, 1.5, -0.5, 2.0),
    *(True, False, None),
    *("a", "", "sum", "none", "epoch", "fan_in", "rows", "imag", "x.keras", "y.weights.h5", "int8"),
    *([], [0], [0, 1], [0.5, 0.1], [1, 2, 3], [-1, 5]),
    *({}, SGD, DECAY),
)

# Keras takes any key there and passes over it; kspec refuses what would do nothing.
TAKES_ANY_KEY = {"ReduceLROnPlateau", "Constant"}
# They need packages or environments of their own to be constructed.
NOT_HERE = {"OrbaxCheckpoint", "TensorBoard", "RemoteMonitor", "CallbackList", "STFT"}
# `optimizer_map` and callables are Python objects that no configuration can hold.
PYTHON_ONLY = {
    *("LearningRateScheduler", "LambdaCallback", "MeanMetricWrapper"),
    *("OptimizerMap", "MultiOptimizer", "Optimizer"),
}

# Public classes that Keras forgot in the tables of `losses.get` and `optimizers.get`.
UNLISTED = {"CategoricalGeneralizedCrossEntropy", "Lamb"}

CLASSES = [
    (noun, cls)
    for noun, package in KINDS.items()
    if noun not in {"layer", "operation"}
    for cls in described_classes(package)
    if cls.__name__ not in NOT_HERE | PYTHON_ONLY
]


@st.composite
def configurations(draw: st.DrawFn, cls: type[SpecObject]) -> dict[str, Any]:
    """Mostly defaults, one to three fields with whatever value."""
    required = [name for name, field in cls.model_fields.items() if field.is_required()]
    config = {name: draw(st.sampled_from(VALUES)) for name in required}
    others = [*cls.model_fields, "patiense"]
    chosen = draw(st.lists(st.sampled_from(others), max_size=3, unique=True))
    config |= {name: draw(st.sampled_from(VALUES)) for name in chosen}
    if config.get("dtype") in ("", {}):
        del config["dtype"]  # none given, for Keras's losses and metrics; its layers refuse them
    if config.get("dtype") == "int8":
        del config["dtype"]  # losses and F scores of it raise at the first step
    if config.get("value_range") in ([], [0]):
        del config["value_range"]  # Keras looks at it for int8 only, and else fails when it is used
    if config.get("inner_optimizer") in ({}, DECAY):
        del config["inner_optimizer"]  # Keras keeps them as they are, and raises at the first step
    return config


def never_works(noun: str, cls: type[SpecObject]) -> bool:
    """Whether Keras constructs it and raises at the first step whatever it is given."""
    return cls.__name__.lower() == noun or cls.__name__ in {"Mean", "Sum"}


def refusal(noun: str, cls: type[SpecObject], config: dict[str, Any]) -> str | None:
    """Keras's refusal to construct the object, or None."""
    from keras import saving

    from tests.contract.test_drift import keras_module

    module = keras_module(noun)
    config = copy.deepcopy(config)
    try:
        if noun == "callback":
            getattr(module, cls.__name__)(**config)
        else:
            source = {"module": module.__name__, "class_name": cls.__name__, "config": config}
            deserialize = (
                saving.deserialize_keras_object if cls.__name__ in UNLISTED else module.deserialize
            )
            found = deserialize(source)
            assert type(found).__name__ == cls.__name__
    except Exception as error:  # noqa: BLE001 - whatever Keras raises is its refusal
        return f"{type(error).__name__}: {error}"
    return None


@pytest.mark.parametrize(("noun", "cls"), CLASSES, ids=lambda item: getattr(item, "__name__", item))
@given(data=st.data())
@pytest.mark.filterwarnings("ignore")
def test_verdicts(noun: str, cls: type[SpecObject], data: st.DataObject) -> None:
    config = data.draw(configurations(cls))
    _, problems = validate(cls, config, (), ())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        refused = refusal(noun, cls, config)
    if refused is not None:
        assert problems, f"Keras refuses {cls.__name__} {config}: {refused}"
    elif cls.__name__ not in TAKES_ANY_KEY and not never_works(noun, cls):
        told = {"wrong_type", "coerced_value"}  # of the second kspec only warns
        stricter = [problem for problem in problems if problem.kind not in told]
        assert not stricter, f"Keras takes {cls.__name__} {config}, and kspec says {stricter}"


LEFT_OVER = {"use_ema": False, "ema_momentum": 0.99, "clipnorm": None, "dynamic": True}


@pytest.mark.parametrize(
    ("noun", "name", "config"),
    [
        ("optimizer", "LossScaleOptimizer", {"inner_optimizer": SGD, **LEFT_OVER}),
        ("optimizer", "LossScaleOptimizer", {"inner_optimizer": SGD, "clipnorm": 1.0}),
        ("metric", "AUC", {"num_thresholds": None}),
        ("metric", "AUC", {"num_thresholds": None, "thresholds": [0.5]}),
        ("initializer", "STFT", {"window": "hann_periodic"}),
    ],
    ids=str,
)
def test_what_random_configurations_seldom_hold(
    noun: str, name: str, config: dict[str, Any]
) -> None:
    cls = next(cls for cls in described_classes(KINDS[noun]) if cls.__name__ == name)
    _, problems = validate(cls, config, (), ())
    assert bool(problems) == (refusal(noun, cls, config) is not None)
