"""Findings on batches and class weights, against Keras's first epoch."""

import warnings
from typing import Any

import pytest

import kspec
from tests.contract.refusal import refusal

pytestmark = [
    pytest.mark.contract,
    pytest.mark.one_in(3),
    pytest.mark.filterwarnings("ignore"),
]

SIZE = 8
FITS: list[tuple[int, dict[str, Any]]] = [
    (32, {"batch_size": 8}),
    (32, {"batch_size": 16}),
    (32, {"batch_size": 4}),
    (8, {"batch_size": 16}),
    (8, {}),
    (32, {}),
    (30, {"batch_size": 8}),
    (30, {"batch_size": 8, "steps_per_epoch": 3}),
    (30, {"batch_size": 8, "steps_per_epoch": 4}),
    (40, {"batch_size": 8, "validation_split": 0.2}),
    (36, {"batch_size": 8, "validation_split": 4 / 36}),
    (40, {"batch_size": 8, "validation_split": 0.2, "validation_batch_size": 4}),
]


def raises(spec: dict[str, Any], samples: int) -> bool:
    import numpy as np

    fit = {key: value for key, value in spec["fit"].items() if key != "class_weight"}
    weights = {int(key): value for key, value in spec["fit"].get("class_weight", {}).items()}
    model = kspec.build({key: spec[key] for key in spec if key not in {"data", "fit"}})
    x = [np.zeros((samples, *each.shape[1:])) for each in model.inputs]
    y = [np.zeros((samples, *each.shape[1:])) for each in model.outputs]
    fit |= {"class_weight": weights or None, "verbose": 0}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return refusal(model.fit, x, y if len(y) > 1 else y[0], **fit) is not None


@pytest.mark.one_in(99)
@pytest.mark.parametrize("layer", ["LSTM", "Bidirectional"])
@pytest.mark.parametrize(("samples", "fit"), FITS)
def test_stateful_layers_take_batches_of_one_size(
    layer: str, samples: int, fit: dict[str, Any]
) -> None:
    inner = {"type": "LSTM", "units": 2, "stateful": True}
    spec = {
        "inputs": {"batch_shape": [SIZE, 3, 1]},
        "layers": [
            inner if layer == "LSTM" else {"type": layer, "layer": inner},
            {"type": "Dense", "units": 1},
        ],
        "compile": {"optimizer": "sgd", "loss": "mse"},
        "data": {"samples": samples},
        "fit": {**fit, "shuffle": False},
    }
    said = "KS414" in {finding.code for finding in kspec.lint(spec).findings}
    assert said == raises(spec, samples)


def test_class_weights_are_for_one_output() -> None:
    heads = [{"type": "Dense", "units": 1, "name": name, "inputs": ["x"]} for name in "ab"]
    spec = {
        "inputs": {"x": {"shape": [3]}},
        "layers": heads,
        "outputs": ["a", "b"],
        "compile": {"optimizer": "sgd", "loss": ["mse", "mse"]},
        "fit": {"class_weight": {"0": 1.0, "1": 2.0}},
    }
    assert [finding.code for finding in kspec.lint(spec).findings] == ["KS413"]
    assert raises(spec, 8)


@pytest.mark.parametrize("shape", [[4, 4], [5]])
def test_class_weights_are_for_whole_samples(shape: list[int]) -> None:
    spec = {
        "inputs": {"shape": [*shape, 3]},
        "layers": [{"type": "Dense", "units": 1, "activation": "sigmoid"}],
        "compile": {"optimizer": "sgd", "loss": "binary_crossentropy"},
        "fit": {"class_weight": {"0": 1.0, "1": 2.0}},
    }
    assert "KS413" in {finding.code for finding in kspec.lint(spec).findings}
    assert raises(spec, 8)


@pytest.mark.one_in(99)
@pytest.mark.parametrize(
    "metrics",
    [
        {"a": ["mae"]},
        [["mae"], []],
        [["mae"], ["mae"]],
        {"a": ["mae", "mse"], "b": ["mae"]},
        [["mae", "mae"], ["mse"]],
    ],
)
def test_names_in_the_logs_of_two_outputs(metrics: Any) -> None:
    import numpy as np

    from kspec.analysis.logs import LEARNING_RATE, logged_names

    spec = {
        "inputs": {"x": {"shape": [3]}},
        "layers": [{"type": "Dense", "units": 1, "name": name, "inputs": ["x"]} for name in "ab"],
        "outputs": ["a", "b"],
        "compile": {"optimizer": "sgd", "loss": ["mse", "mse"], "metrics": metrics},
    }
    history = kspec.build(spec).fit(np.zeros((4, 3)), [np.zeros((4, 1))] * 2, verbose=0).history
    said = logged_names(kspec.load(spec))
    assert said is not None
    assert set(history) <= said
    assert {"mae", "mse"} & said == set()
    assert LEARNING_RATE in said


@pytest.mark.parametrize("inside", [True, False])
def test_a_frozen_network_trains_what_it_holds(*, inside: bool) -> None:
    import numpy as np

    dense = {"type": "Dense", "units": 2, "trainable": inside}
    base = {"type": "Sequential", "name": "base", "trainable": False, "layers": [dense]}
    spec = {
        "inputs": {"shape": [3]},
        "layers": [base, {"type": "Dense", "units": 1}],
        "compile": {"optimizer": "sgd", "loss": "mse"},
    }
    model = kspec.build(spec)
    before = model.layers[0].get_weights()
    model.fit(np.ones((8, 3)), np.full((8, 1), 5.0), verbose=0)
    trained = not np.allclose(before[0], model.layers[0].get_weights()[0])
    assert trained is inside
    assert [finding.code for finding in kspec.lint(spec).findings] == ["KS415"] * trained
