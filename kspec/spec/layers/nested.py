"""Fields that hold a layer in either notation: the layer of a wrapper, the cell of an RNN."""

from collections.abc import Mapping
from typing import Annotated, Any

from kspec.spec.layers.base import Layer
from kspec.spec.markers import Json, Plain
from kspec.spec.named import Custom, notation, read_object, type_word
from kspec.spec.problem import Nested, Problem
from kspec.spec.registry import LAYERS


def read_layer(value: object) -> Layer:
    """Read a layer from an object; raises `Nested` with the problems inside it."""
    if isinstance(value, Layer):
        return value
    if not isinstance(value, dict):
        message = f"A layer must be an object, and is {type_word(value)}"
        help_text = f'Write {{"type": "{value}"}}.' if isinstance(value, str) else ""
        raise Nested([Problem("wrong_type", (), message, help=help_text)])
    from kspec.spec.layers.models import is_model

    if is_model(notation(value, LAYERS.noun).name):
        return _read_model(value)
    if isinstance(value.get("class_name"), str):
        _check_place(value)
    layer = read_object(value, LAYERS)
    assert isinstance(layer, Layer)  # noqa: S101 - what the registry of layers holds
    return layer


def _check_place(value: Mapping[str, Any]) -> None:
    """Check that Keras finds a layer in its module; raises `Nested` otherwise."""
    from kspec.spec.dialects.class_lookup import locate

    located = locate(value, legacy=False)
    if located.problem is not None:
        raise Nested([located.problem], Custom(value["class_name"]))


def _read_model(value: Mapping[str, Any]) -> Layer:
    if "class_name" in value:
        from kspec.spec.dialects.keras_config import read_model_layer

        model: Layer | None
        model, problems = read_model_layer(value, ())
    else:
        model, problems = _read_native_model(value)
    if model is None or problems:
        raise Nested(problems)
    return model


def _read_native_model(value: Mapping[str, Any]) -> tuple[Layer | None, list[Problem]]:
    from kspec.spec.dialects.native_network import read_network

    problems: list[Problem] = []
    around = read_network({"layers": [value]}, (), "around", problems)
    *_, node = around.nodes.values()
    return node.layer, [problem.inside(("layers", 0)) for problem in problems]


def read_layers(value: object) -> list[Layer]:
    """A list of layers; raises `Nested` with the problems of all of them."""
    if not isinstance(value, list):
        message = f"This must be a list of layers, and is {type_word(value)}"
        raise Nested([Problem("wrong_type", (), message)])
    layers: list[Layer] = []
    problems: list[Problem] = []
    for index, item in enumerate(value):
        try:
            layers.append(read_layer(item))
        except Nested as nested:
            problems.extend(problem.under((index,)) for problem in nested.problems)
    if problems:
        raise Nested(problems)
    return layers


LayerField = Annotated[Any, Plain(read_layer), Json({"x-kind": "layer"})]
