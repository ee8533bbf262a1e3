"""Slots of a spec at a position: the class of the fields, the names, the values."""

import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from kspec.named_tuple import NamedTuple
from kspec.source.outline import value_at
from kspec.spec import activation_table, registry
from kspec.spec.field_words import annotation_of
from kspec.spec.layers.models import is_model
from kspec.spec.markers import Json
from kspec.spec.model import ModelSpec
from kspec.spec.registry import REGISTRIES, Registry
from kspec.spec.spec_object import Field, SpecObject
from kspec.spec.training.compile import Compile
from kspec.spec.training.data import Data
from kspec.spec.training.fit import Fit
from kspec.spec.type_words import literals

Role = Literal[
    "value", "kind", "activations", "layer_names", "logs", "rules", "lint", "call", "inputs"
]

SEVERAL = {"losses": "loss", "metrics": "metric", "callbacks": "callback", "layers": "layer"}
ACTIVATION = "activation"
TYPES = ("type", "class_name")
WIRING = ("inputs", "call", "lint")
"""Fields of a layer that are no arguments of its class."""
LINT = ("ignore", "reason")


class Frame(NamedTuple):
    """Object or list around a position: its known entries, and the key or index that leads on."""

    entries: Mapping[str, object]
    key: str | int | None


class Slot(NamedTuple):
    """Slot: the kinds of values at a position.

    ``registry`` is of the classes that may be named there, by a string or by an object with a
    ``type``; ``cls`` the class whose fields the object there has. ``owner`` and ``field`` are of
    the field that this is the value of.
    """

    role: Role = "value"
    registry: Registry | None = None
    cls: type[SpecObject] | None = None
    owner: type[SpecObject] | None = None
    field: Field | None = None
    name: str = ""
    by_name: bool = False
    """Whether an object without a ``type`` holds such values by the names of outputs."""

    def class_of(self, entries: Mapping[str, object]) -> type[SpecObject] | None:
        """The class whose fields an object here has."""
        if self.registry is None:
            return self.cls
        word = next((entries[key] for key in TYPES if isinstance(entries.get(key), str)), None)
        return self.registry.find(word) if isinstance(word, str) else self.cls


LAYER = Slot(registry=registry.LAYERS)
INPUT = Slot("inputs", cls=registry.LAYERS.find("InputLayer"))
SECTIONS: Mapping[str, Slot] = {
    "layers": LAYER,
    "inputs": INPUT,
    "outputs": Slot("layer_names"),
    "input_layers": Slot("layer_names"),
    "model": LAYER,
    "compile": Slot(cls=Compile),
    "data": Slot(cls=Data),
    "fit": Slot(cls=Fit),
    "lint": Slot("lint"),
}
"""Slots of the sections of a spec, and of the parts of a model in it."""


def slot_at(frames: Sequence[Frame]) -> Slot:
    """Slot at the end of a path from the root."""
    slot = Slot(cls=ModelSpec)
    if frames and isinstance(frames[0].entries.get("class_name"), str):
        slot = LAYER
    for frame in frames:
        slot = _inside(slot, frame)
    return slot


def _inside(slot: Slot, frame: Frame) -> Slot:
    key = frame.key
    if not isinstance(key, str):
        return slot if key is None else slot._replace(by_name=False)
    if slot.role in {"lint", "call"}:
        return _in_words(slot, key)
    if slot.role == "inputs":
        return _of_input(slot, key)
    cls = slot.class_of(frame.entries)
    if slot.registry is not None and key in TYPES:
        return Slot("kind", slot.registry, owner=cls, name=key)
    if slot.by_name and cls is None:
        return slot._replace(by_name=False)
    return _in_object(slot, frame.entries, key, cls)


def _in_object(
    slot: Slot, entries: Mapping[str, object], key: str, cls: type[SpecObject] | None
) -> Slot:
    """Slot of the field of an object of a class, if known."""
    if key == "config" and "class_name" in entries:
        return Slot(cls=cls)
    if cls is ModelSpec or (cls is not None and is_model(cls.__name__)):
        section = SECTIONS.get(key)
        if section is not None:
            return section._replace(owner=cls, name=key, field=_field(cls, key))
    if slot.registry is registry.LAYERS and key in (*WIRING, "layer"):
        return _wiring(cls, key)
    return Slot() if cls is None else _of_field(cls, key)


def _in_words(slot: Slot, key: str) -> Slot:
    if slot.role == "lint":
        return Slot("rules" if key == "ignore" else "value", name=key)
    return Slot("layer_names") if key == "tensor" else slot


def _of_input(slot: Slot, key: str) -> Slot:
    cls = slot.cls
    if cls is not None and key in cls.written():
        return _of_field(cls, key)
    return SECTIONS["lint"] if key == "lint" else slot


def _wiring(cls: type[SpecObject] | None, key: str) -> Slot:
    if key == "layer" and cls is not None:  # a wrapper's field
        return _of_field(cls, key)
    if key == "lint":
        return SECTIONS["lint"]
    return Slot("call" if key == "call" else "layer_names", owner=cls, name=key)


def _of_field(cls: type[SpecObject], key: str) -> Slot:
    field = _field(cls, key)
    if field is None:
        return Slot()
    kind = next(_kinds(annotation_of(field, cls)), "")
    role: Role = "logs" if key == "monitor" else "activations" if kind == ACTIVATION else "value"
    registry = REGISTRIES.get("layer" if kind == ACTIVATION else SEVERAL.get(kind, kind))
    return Slot(role, registry, None, cls, field, key, by_name=kind in {"losses", "metrics"})


def _field(cls: type[SpecObject], key: str) -> Field | None:
    pair = cls.written().get(key)
    return None if pair is None else pair[1]


def _kinds(annotation: object) -> Iterator[str]:
    """The kinds of objects (`initializer`) that a type takes, however deep."""
    for schema in _schemas(annotation):
        yield from _kinds_in(schema)


def _schemas(annotation: object) -> Iterator[Any]:
    """Yield the JSON Schemas in the markers of a type and of its parts."""
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) is typing.Annotated:
        yield from (marker.schema for marker in arguments[1:] if isinstance(marker, Json))
        arguments = arguments[:1]
    for part in arguments:
        yield from _schemas(part)


def _kinds_in(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        if "x-kind" in schema:
            yield schema["x-kind"]
        for part in schema.values():
            yield from _kinds_in(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _kinds_in(part)


def values_of(slot: Slot) -> list[object]:
    """The values that a field takes, where they can be listed."""
    if slot.role == "activations":
        return [*sorted({*activation_table.FACTS, *activation_table.ALIASES})]
    if slot.field is None or slot.owner is None:
        return []
    annotation = annotation_of(slot.field, slot.owner)
    values: list[object] = list(literals(annotation))
    for schema in _schemas(annotation):
        values += schema.get("enum", ()) if isinstance(schema, dict) else ()
    if _has_part(annotation, bool):
        values += [True, False]
    if values and slot.field.default is None:
        values.append(None)
    return list(dict.fromkeys(values))


def _has_part(annotation: object, kind: type) -> bool:
    if annotation is kind:
        return True
    parts = typing.get_args(annotation)
    if typing.get_origin(annotation) is typing.Annotated:
        parts = parts[:1]
    return any(_has_part(part, kind) for part in parts if part is not annotation)


def frames_of(value: object, path: Sequence[str | int]) -> list[Frame]:
    """The frames from the root of a value along a path."""
    frames = []
    for key in path:
        frames.append(Frame(value if isinstance(value, dict) else {}, key))
        value = value_at(value, (key,))
    return frames
