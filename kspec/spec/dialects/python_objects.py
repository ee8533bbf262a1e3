"""Python expressions of Keras objects: layers, and the objects in their fields."""

from collections.abc import Iterator
from typing import Any

from kspec.spec.dialects.defaults import for_all_axes, is_default
from kspec.spec.dialects.keras_writer import keras_module
from kspec.spec.dialects.native_writer import short_form
from kspec.spec.dialects.python_text import quoted
from kspec.spec.dtypes import PolicyMap
from kspec.spec.layers.base import Layer
from kspec.spec.layers.input import InputLayer
from kspec.spec.layers.models import Functional
from kspec.spec.named import FUNCTION, Custom
from kspec.spec.network import Node
from kspec.spec.spec_object import SpecObject


class Objects:
    """Writes objects; a model inside a layer is the variable that holds it in ``models``."""

    def __init__(self) -> None:
        self.models: dict[int, str] = {}

    def layer(self, node: Node, layer: SpecObject) -> str:
        """The expression that makes a layer."""
        if isinstance(layer, InputLayer):
            return _input(node, layer)
        return self._call(layer, [f"name={quoted(node.name)}"])

    def arguments(self, described: SpecObject) -> list[str]:
        """The arguments that differ from Keras's defaults."""
        return [
            f"{written}={self.expression(for_all_axes(value, field))}"
            for written, value, field in _stated_fields(described)
        ]

    def expression(self, value: object) -> str:
        """Write the expression of a value; raises `ValueError` for an object outside Keras."""
        if isinstance(value, Functional):
            return self.models[id(value)]
        if isinstance(value, Custom):
            message = f'"{value.name}" is no class or function of Keras'
            raise ValueError(message)  # noqa: TRY004 - the spec is at fault, not the caller
        if isinstance(value, SpecObject):
            return self._object(value)
        if isinstance(value, PolicyMap):
            return f"keras.dtype_policies.deserialize({quoted(value.written)})"
        if isinstance(value, list):
            return "[" + ", ".join(map(self.expression, value)) + "]"
        return self._mapping(value) if isinstance(value, dict) else quoted(value)

    def _mapping(self, value: dict[Any, object]) -> str:
        if value.get("class_name") == FUNCTION or "module" in value:
            return f"keras.saving.deserialize_keras_object({quoted(value)})"
        items = (f"{quoted(key)}: {self.expression(item)}" for key, item in value.items())
        return "{" + ", ".join(items) + "}"

    def _object(self, value: SpecObject) -> str:
        if (text := short_form(value)) is not None:
            return quoted(text)
        name = value.stated_name()
        return self._call(value, [] if name is None else [f"name={quoted(name)}"])

    def _call(self, described: SpecObject, named: list[str]) -> str:
        module = keras_module(type(described))
        prefix = "layers" if module == "keras.layers" else module
        arguments = ", ".join([*self.arguments(described), *named])
        return f"{prefix}.{type(described).__name__}({arguments})"


def _input(node: Node, layer: InputLayer) -> str:
    batch, *shape = layer.full_shape or (None,)
    parts = [f"shape={_tuple(shape)}", f"name={quoted(node.name)}"]
    if batch is not None:
        parts.insert(1, f"batch_size={quoted(batch)}")
    if layer.dtype not in {None, "float32"}:
        parts.append(f"dtype={quoted(layer.dtype)}")
    parts += [f"{flag}=True" for flag in ("sparse", "ragged", "optional") if getattr(layer, flag)]
    return f"keras.Input({', '.join(parts)})"


def _tuple(items: list[Any]) -> str:
    inner = ", ".join(map(quoted, items))
    return f"({inner},)" if len(items) == 1 else f"({inner})"


def _stated_fields(described: SpecObject) -> Iterator[tuple[str, object, Any]]:
    """The fields that do not go without saying, under their names in Keras."""
    policy = described.usual_policy if isinstance(described, Layer) else "float32"
    usual = {"dtype": policy, "activation": "linear", "data_format": "channels_last"}
    stood_in = {
        other
        for field, other in described.serialization.excludes.items()
        if getattr(described, field) is not None
    }
    for written, (name, field) in type(described).written().items():
        value = getattr(described, name, None)
        is_given = name in described.model_fields_set and written != "name"
        is_usual = usual.get(written, ...) == value and not isinstance(value, PolicyMap)
        is_stated = field.is_required() or not is_usual
        if is_given and is_stated and name not in stood_in and not is_default(value, field.default):
            yield written, value, field
