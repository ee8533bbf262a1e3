"""Structures of inputs, alone, in a list, in a mapping, survive every notation."""

import json
from typing import Any

import pytest

import kspec
from kspec.spec.dialects.native_writer import native_document
from kspec.spec.dialects.python_writer import python_code
from tests.contract.seen_by_keras import same_outputs, signature

pytestmark = [pytest.mark.contract, pytest.mark.one_in(3)]


NESTINGS: list[Any] = [
    "a",
    ["a"],
    {"a": "a"},
    ["a", "b"],
    {"a": "a", "b": "b"},
    {"b": "b", "a": "a"},
    ["a", ["b"]],
    {"left": ["a"], "right": "b"},
    ["a", "a"],
]


@pytest.mark.one_in(18)
@pytest.mark.filterwarnings("ignore:When providing `inputs` as a dict")
@pytest.mark.filterwarnings("ignore:The structure of `inputs`")
@pytest.mark.parametrize("alone", [False, True], ids=["nested alike", "alone"])
@pytest.mark.parametrize("nesting", NESTINGS, ids=str)
def test_inputs_are_taken_as_they_were(nesting: Any, *, alone: bool) -> None:
    """The model inside may take ``alone`` the input that the outer one has in a list."""
    import keras
    from keras import layers

    tensors = {name: keras.Input((4,), name=name) for name in "ab"}
    inputs = keras.tree.map_structure(tensors.__getitem__, nesting)
    flat = keras.tree.flatten(inputs)
    inner = keras.Model(inputs, layers.Dense(2)(layers.Average()([*flat, *flat])), name="inner")
    model = keras.Model(inputs, inner(flat[0] if alone and len(flat) == 1 else inputs))
    spec = kspec.load(json.loads(model.to_json()))
    for one in (spec, kspec.load(native_document(spec))):
        space: dict[str, Any] = {}
        exec(python_code(one), space)  # noqa: S102 - the code is what is tested
        for again in (kspec.build(one), space["model"]):
            assert signature(again) == signature(model)
            assert same_outputs(model, again)
