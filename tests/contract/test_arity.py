"""Losses, weights and metrics for several outputs: an error is claimed exactly where Keras raises
in the first step.
"""

import json
from typing import Any

import pytest

import kspec

pytestmark = [
    pytest.mark.contract,
    pytest.mark.filterwarnings("ignore:Gradients do not exist"),
]

LOSSES: list[Any] = [
    "mse",
    ["mse"],
    ["mse", "mae"],
    ["mse", "mae", "mse"],
    ["mse", None],
    ["mse", ["mse", "mae"]],
    [["mse", "mae"]],
    [],
    {"b": "mse"},
    {"a": "mse"},
    {"c": "mse"},
    {"a": "mse", "b": "mae"},
    {"a": None, "b": "mae"},
    {"a": "mse", "c": "mse"},
    {"a": ["mse", "mae"], "b": "mse"},
    {"x": "mse"},
    {"x": "mse", "y": ["mse", "mae"]},
]
WEIGHTS: list[Any] = [
    1.0,
    [1.0],
    [1.0, 0.5],
    [1.0, 0.5, 0.1],
    {"a": 1.0},
    {"c": 1.0},
    {"b": 1.0, "a": 0.5},
    {"a": 1.0, "c": 0.5},
    {"x": 1.0, "y": 0.5},
    [],
    {},
]
METRICS: list[Any] = [
    [],
    {},
    ["mae"],
    ["mae", "mse"],
    ["mae", "mse", "mae"],
    [["mae"], ["mse", "mae"]],
    [["mae"], None],
    [["mae", "mse"]],
    {"a": "mae"},
    {"b": ["mae", "mse"]},
    {"a": "mae", "b": ["mae"]},
    {"a": "mae", "c": "mae"},
    {"x": ["mae"]},
]
FORMS: dict[str, Any] = {
    "stack": None,
    "one": "b",
    "list": ["b", "a"],
    "object": {"x": "a", "y": "b"},
    "named": {"x": "b"},
}
PLAIN: dict[str, list[Any]] = {
    "stack": ["mse", ["mse", "mae"]],
    "one": ["mse", {"b": "mse"}],
    "list": ["mse", ["mse", "mae"], {"a": "mse", "b": "mae"}],
    "object": ["mse", ["mse", "mae"], {"x": "mse", "y": "mae"}],
    "named": ["mse", ["mse"], {"x": "mse"}],
}


def network(form: str) -> tuple[dict[str, Any], Any, Any]:
    """A spec, the same in Keras, and targets for it."""
    import keras
    import numpy as np

    names = ["b"] if form in {"stack", "one", "named"} else ["a", "b"]
    layers = [{"type": "Dense", "units": 2, "name": name, "inputs": "i"} for name in names]
    spec: dict[str, Any] = {"inputs": {"i": {"shape": [3]}}, "layers": layers}
    target = np.zeros((4, 2))
    if form == "stack":
        spec = {"inputs": {"shape": [3]}, "layers": [{"type": "Dense", "units": 2, "name": "b"}]}
        return spec, keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, name="b")]), target
    spec["outputs"] = FORMS[form]
    start = keras.Input((3,), name="i")
    made = {name: keras.layers.Dense(2, name=name)(start) for name in names}
    if form == "one":
        return spec, keras.Model(start, made["b"]), target
    if form == "named":
        return spec, keras.Model(start, {"x": made["b"]}), {"x": target}
    if form == "list":
        return spec, keras.Model(start, [made["b"], made["a"]]), [target, target]
    ends = {"x": made["a"], "y": made["b"]}
    return spec, keras.Model(start, ends), {"x": target, "y": target}


def settings() -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    for form in FORMS:
        found += [(form, {"loss": loss}) for loss in LOSSES]
        found += [
            (form, {"loss": loss, "loss_weights": weights})
            for loss in PLAIN[form]
            for weights in WEIGHTS
        ]
        found += [(form, {"loss": "mse", "metrics": metrics}) for metrics in METRICS]
        found += [(form, {"loss": "mse", "weighted_metrics": metrics}) for metrics in METRICS[2:5]]
    return found


def keras_raises(form: str, section: dict[str, Any]) -> bool:
    import numpy as np

    _, model, target = network(form)
    try:
        model.compile(optimizer="sgd", run_eagerly=True, **section)
        model.fit(np.zeros((4, 3)), target, verbose=0)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return True
    return False


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_an_error_exactly_where_keras_raises(form: str) -> None:
    differing = []
    for section in (section for of_form, section in settings() if of_form == form):
        spec = {**network(form)[0], "compile": {"optimizer": "sgd", **section}}
        report = kspec.lint(json.dumps(spec))
        found = [each for each in report.findings if each.severity == "error"]
        if bool(found) != keras_raises(form, section):
            differing.append((section, [each.message for each in found]))
    assert differing == []


def paired(model: Any) -> list[tuple[str, float | None]]:
    """The outputs that are trained, each with the weight of its loss."""
    losses = model._compile_loss._flat_losses  # noqa: SLF001 - nothing public tells
    return [(each.name, each.loss_weights) for each in losses]


def test_weights_by_name_beside_losses_in_a_list() -> None:
    """Keras pairs them in alphabetical order, not by name."""
    import numpy as np

    _, model, target = network("list")
    weights = {"b": 1.0, "a": 0.5}
    model.compile(optimizer="sgd", loss=["mse", "mae"], loss_weights=weights, run_eagerly=True)
    model.fit(np.zeros((4, 3)), target, verbose=0)
    assert paired(model) == [("b", 0.5), ("a", 1.0)]
    section = {"optimizer": "sgd", "loss": ["mse", "mae"], "loss_weights": weights}
    report = kspec.lint(json.dumps({**network("list")[0], "compile": section}))
    assert [(each.code, each.severity) for each in report.findings] == [("KS111", "warning")]


def test_a_list_of_losses_that_is_too_short_leaves_an_output_untrained() -> None:
    import numpy as np

    _, model, target = network("list")
    model.compile(optimizer="sgd", loss=["mse"], run_eagerly=True)
    model.fit(np.zeros((4, 3)), target, verbose=0)
    assert paired(model) == [("b", None)]
    spec = {**network("list")[0], "compile": {"optimizer": "sgd", "loss": ["mse"]}}
    report = kspec.lint(json.dumps(spec))
    assert [(each.code, each.severity) for each in report.findings] == [("KS111", "warning")]


NESTED_WEIGHTS: list[tuple[Any, Any]] = [
    (["mse", ["mse", "mae"]], [1.0, [0.5, 0.2]]),
    (["mse", ["mse", "mae"]], [1.0, 0.5, 0.2]),
    (["mse", ["mse", "mae"]], [1.0, {"one": 0.5, "two": 0.2}]),
    (["mse", ["mse", "mae"]], [1.0, 0.5]),
    (["mse", ["mse", "mae"]], [1.0, [0.5]]),
]


@pytest.mark.slow
@pytest.mark.parametrize(("loss", "weights"), NESTED_WEIGHTS)
def test_weights_of_outputs_within_outputs(loss: list[Any], weights: list[Any]) -> None:
    import keras
    import numpy as np

    start = keras.Input((3,), name="i")
    one, two, three = (keras.layers.Dense(2, name=name)(start) for name in "abc")
    model = keras.Model(start, [one, [two, three]])
    model.compile("sgd", loss, loss_weights=weights)
    target = np.zeros((4, 2))
    found = [each for each in kspec.lint(model).findings if each.severity == "error"]
    try:
        model.fit(np.zeros((4, 3)), [target, [target, target]], verbose=0)
    except ValueError:
        assert [(each.code, each.path[-1]) for each in found] == [("KS111", "loss_weights")]
    else:
        assert found == []
