"""Files of Keras that were edited by hand: what Keras loads and runs of them."""

import copy
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

import kspec
from tests.contract.refusal import refusal

pytestmark = [
    pytest.mark.contract,
    pytest.mark.one_in(4),
    pytest.mark.filterwarnings("ignore"),
]

Document = dict[str, Any]


@cache
def written() -> str:
    import keras
    from keras import layers

    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    hidden = layers.ReLU(name="h")(layers.Dense(3, name="d")(a))
    total = layers.Add(name="f")([hidden, layers.Dense(3, name="e")(b)])
    text: str = keras.Model([a, b], layers.Dense(2, name="g")(total), name="m").to_json()
    return text


def assert_agreed(document: Document) -> None:
    """An error where Keras does not load the file or run the model, and none where it does."""
    errors = [one for one in kspec.lint(document).findings if one.severity == "error"]
    assert bool(errors) is refused(document), errors


def refused(document: Document) -> bool:
    import keras

    def run() -> None:
        model = keras.models.model_from_json(json.dumps(document))
        model(keras.tree.map_structure(lambda x: keras.ops.ones((2, *x.shape[1:])), model.input))

    return refusal(run) is not None


def edited(change: Callable[[list[Document]], None]) -> Document:
    document: Document = json.loads(written())
    change(document["config"]["layers"])
    return document


@pytest.mark.parametrize("inputs", ["ab", "db", "abd", "he", "f", "ddb"])
@pytest.mark.parametrize("outputs", ["g", "gd", "h", "d"])
def test_a_model_cut_anywhere(inputs: str, outputs: str) -> None:
    document = json.loads(written())
    document["config"]["input_layers"] = [[name, 0, 0] for name in inputs]
    document["config"]["output_layers"] = [[name, 0, 0] for name in outputs]
    errors = [one for one in kspec.lint(document).findings if one.severity == "error"]
    assert refused(document) or not errors, errors


@pytest.mark.parametrize("is_called", [True, False])
@pytest.mark.parametrize(("inner", "outer"), [("d", "x"), ("a", "x"), ("x", "d"), ("x", "x")])
def test_the_names_of_a_layer_that_leads_nowhere(
    inner: str,
    outer: str,
    is_called: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    def change(layers: list[Document]) -> None:
        dead = copy.deepcopy(next(one for one in layers if one["name"] == "d"))
        dead["config"]["name"], dead["name"] = inner, outer
        dead["inbound_nodes"] = dead["inbound_nodes"] if is_called else []
        layers.append(dead)

    assert_agreed(edited(change))


@pytest.mark.parametrize("name", ["a", "d", "h"])
def test_a_layer_that_is_listed_twice(name: str) -> None:
    def change(layers: list[Document]) -> None:
        layers.append(copy.deepcopy(next(one for one in layers if one["name"] == name)))

    assert_agreed(edited(change))


SHAPES = {
    "shape": [4],
    "input_shape": [4],
    "batch_shape": [None, 4],
    "batch_input_shape": [None, 4],
}


@pytest.mark.parametrize("second", [*SHAPES, "batch_size"])
@pytest.mark.parametrize("first", SHAPES)
def test_the_spellings_of_the_shape_of_an_input(first: str, second: str) -> None:
    def change(layers: list[Document]) -> None:
        layer = next(one for one in layers if one["name"] == "a")
        shapes = {key: {"batch_size": 3, **SHAPES}[key] for key in (first, second)}
        layer["config"] = {"name": "a", "dtype": "float32", **shapes}

    document = edited(change)
    errors = [one for one in kspec.lint(document).findings if one.severity == "error"]
    import keras

    refused = refusal(keras.models.model_from_json, json.dumps(document))
    assert bool(errors) == (refused is not None)
