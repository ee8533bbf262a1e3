"""The effective activation of heads, through everything that leaves it alone."""

from typing import Any

import pytest

import kspec
from kspec.analysis.head import Head
from kspec.analysis.model import Analysis
from kspec.spec.parse import parse

VECTOR = {"shape": [8]}
SEQUENCE = {"shape": [5, 8]}
IMAGE = {"shape": [8, 8, 3]}


def dense(units: int, activation: str | None = None, **more: Any) -> dict[str, Any]:
    head = {} if activation is None else {"activation": activation}
    return {"type": "Dense", "units": units, **head, **more}


def heads(layers: list[Any], inputs: Any = VECTOR, **more: Any) -> list[Head]:
    return Analysis(parse({"inputs": inputs, "layers": layers, **more})).heads


def head(layers: list[Any], inputs: Any = VECTOR) -> Head:
    (found,) = heads(layers, inputs)
    return found


LSTM = {"type": "LSTM", "units": 4, "return_sequences": True}
CONV = {"type": "Conv2D", "filters": 4, "kernel_size": 1, "activation": "softmax"}


@pytest.mark.parametrize(
    ("last", "units"),
    [("Softmax", 3), ("Dropout", None), ("Flatten", None)],
)
def test_units_of_an_input_that_is_not_known(last: str, units: int | None) -> None:
    rate = {"rate": 0.1} if last == "Dropout" else {}
    layers = [dense(3), {"type": "Softmax"}, {"type": last, **rate}]
    (found,) = Analysis(parse({"layers": layers})).heads
    assert found.units == units
    assert found.trail.steps[0].size == units


@pytest.mark.parametrize(
    ("layers", "inputs", "activation"),
    [
        ([dense(3)], VECTOR, "linear"),
        ([dense(3, "softmax"), {"type": "Dropout", "rate": 0.1}], VECTOR, "softmax"),
        ([dense(3), {"type": "Softmax"}], VECTOR, "softmax"),
        ([dense(3), {"type": "Activation", "activation": "swish"}], VECTOR, "silu"),
        ([dense(3), {"type": "LeakyReLU"}], VECTOR, "leaky_relu"),
        ([dense(3), {"type": "ReLU", "max_value": 6}], VECTOR, "relu6"),
        ([dense(1, "sigmoid"), {"type": "Flatten"}], SEQUENCE, "sigmoid"),
        ([dense(6, "softmax"), {"type": "Reshape", "target_shape": [2, 3]}], VECTOR, None),
        ([dense(6, "sigmoid"), {"type": "Reshape", "target_shape": [2, 3]}], VECTOR, "sigmoid"),
        ([dense(3, "sigmoid"), {"type": "ReLU"}], VECTOR, "sigmoid"),
        ([dense(3, "tanh"), {"type": "Rescaling", "scale": 0.5}], VECTOR, None),
        ([dense(3), {"type": "Rescaling", "scale": 0.5}], VECTOR, "linear"),
        ([dense(3), {"type": "BatchNormalization"}], VECTOR, "linear"),
        ([dense(3), {"type": "my.layers:Custom"}], VECTOR, None),
        ([LSTM], SEQUENCE, "tanh"),
        ([{**LSTM, "activation": "softmax"}], SEQUENCE, None),
        ([{"type": "TimeDistributed", "layer": dense(3, "softmax")}], SEQUENCE, "softmax"),
        ([{"type": "Bidirectional", "layer": LSTM}], SEQUENCE, "tanh"),
        ([{"type": "Bidirectional", "layer": LSTM, "merge_mode": "sum"}], SEQUENCE, None),
        ([CONV, {"type": "GlobalAveragePooling2D"}], IMAGE, "softmax"),
        ([CONV, {"type": "Cropping2D"}], IMAGE, "softmax"),
    ],
)
def test_effective_activation(layers: list[Any], inputs: Any, activation: str | None) -> None:
    assert head(layers, inputs).activation == activation


def test_custom_activations_are_unknown() -> None:
    assert head([dense(3, "my.functions:wave")]).activation is None


def test_a_dense_head_has_its_units_behind_what_cannot_be_seen() -> None:
    found = head([{"type": "my.layers:Custom"}, dense(1, "softmax")])
    assert found.shape is None
    assert found.units == 1
    assert [step.size for step in found.trail.steps] == [1]
    assert head([dense(2), {"type": "my.layers:Custom"}]).units is None


def test_nested_models_are_looked_into() -> None:
    inner = {"type": "Sequential", "name": "inner", "layers": [dense(4, "relu"), dense(1, "tanh")]}
    found = head([inner])
    assert (found.name, found.activation, found.units) == ("inner", "tanh", 1)
    assert found.node is not None
    assert found.node.path == ("layers", 0, "layers", 1)


def test_the_walk_leaves_a_nested_model_by_its_input() -> None:
    inner = {"type": "Sequential", "layers": [{"type": "Dropout", "rate": 0.5}]}
    assert head([dense(4, "softmax"), inner]).activation == "softmax"


def test_activations_in_a_row_have_their_paths() -> None:
    steps = head([dense(3, "softmax"), {"type": "Softmax"}]).trail.steps
    assert [(step.name, step.path) for step in steps] == [
        ("softmax", ("layers", 0, "activation")),
        ("softmax", ("layers", 1)),
    ]


def test_normalization_takes_bounds_away() -> None:
    trail = head([dense(3, "softmax"), {"type": "BatchNormalization"}]).trail
    assert trail.activation == "linear"
    assert trail.normalized_by is not None


@pytest.mark.parametrize(
    ("merge", "one", "other", "activation"),
    [
        ("Average", "softmax", "softmax", "softmax"),
        ("Average", "softmax", "sigmoid", None),
        ("Concatenate", "sigmoid", "sigmoid", "sigmoid"),
        ("Concatenate", "softmax", "softmax", None),
        ("Maximum", "softmax", "softmax", None),
        ("Add", None, None, "linear"),
        ("Add", "sigmoid", "sigmoid", None),
        ("Multiply", None, None, "linear"),
        ("Multiply", None, "sigmoid", None),
    ],
)
def test_merged_heads(
    merge: str, one: str | None, other: str | None, activation: str | None
) -> None:
    layers = [
        dense(4, "relu", name="shared"),
        dense(3, one, name="one", inputs="shared"),
        dense(3, other, name="other", inputs="shared"),
        {"type": merge, "inputs": ["one", "other"]},
    ]
    assert head(layers).activation == activation


@pytest.mark.parametrize(
    ("options", "inputs", "activation"),
    [
        ({}, ["one", "other"], "linear"),
        ({"normalize": True}, ["one", "other"], "cosine similarity"),
        ({"normalize": True}, ["shared", "shared"], None),
        ({}, ["one", "one"], None),
    ],
)
def test_products_of_scores_are_scores_or_cosines_but_no_squares(
    options: dict[str, Any], inputs: list[str], activation: str | None
) -> None:
    layers = [
        dense(4, "relu", name="shared"),
        dense(3, None, name="one", inputs="shared"),
        dense(3, None, name="other", inputs="shared"),
        {"type": "Dot", "axes": 1, "inputs": inputs, **options},
    ]
    found = head(layers)
    assert found.activation == activation
    assert found.node is not None
    assert found.node.name == "dot"


def test_outputs_are_named_as_keras_names_them() -> None:
    layers = [
        dense(4, "relu", name="shared"),
        dense(1, "sigmoid", name="yes", inputs="shared"),
        dense(3, "softmax", name="which", inputs="shared"),
    ]
    by_list = heads(layers, outputs=["yes", "which"])
    assert [(found.name, found.activation) for found in by_list] == [
        ("yes", "sigmoid"),
        ("which", "softmax"),
    ]
    by_key = heads(layers, outputs={"b": "yes", "a": "which"})
    assert [(found.name, found.activation) for found in by_key] == [
        ("a", "softmax"),
        ("b", "sigmoid"),
    ]


def test_a_long_chain_is_no_deep_recursion() -> None:
    layers = [dense(3, "softmax"), *[{"type": "Dropout", "rate": 0.1}] * 3000]
    assert head(layers).activation == "softmax"


def test_many_branches_end_in_the_unknown() -> None:
    layers: list[Any] = [dense(3, name="m0")]
    layers += [
        {"type": "Average", "name": f"m{n + 1}", "inputs": [f"m{n}", f"m{n}"]} for n in range(40)
    ]
    assert head(layers).activation is None


def test_wide_joins_are_walked_once() -> None:
    layers: list[Any] = [dense(3, name="m0")]
    layers += [{"type": "Average", "name": f"m{n + 1}", "inputs": [f"m{n}"] * 60} for n in range(7)]
    assert head(layers).activation == "linear"


def test_a_broken_network_has_unknown_heads() -> None:
    assert head([dense(3, "softmax", inputs="nothing")]).shape is None
    assert [found.activation for found in heads([])] == [None]


def test_an_input_is_followed_through_a_long_chain() -> None:
    layers = [*[{"type": "Dropout", "rate": 0.1}] * 3000, dense(3)]
    spec = {"inputs": {"shape": [4]}, "layers": layers, "data": {"input_range": [0, 255]}}
    assert "KS601" in [finding.code for finding in kspec.lint(spec).findings]
