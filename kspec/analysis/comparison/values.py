"""Differences between two spec objects, field by field."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeGuard

from kspec.named_tuple import NamedTuple
from kspec.spec.dialects.defaults import for_all_axes, is_default
from kspec.spec.dialects.native_writer import fields_document, layer_fields, short_form
from kspec.spec.layers.base import Layer
from kspec.spec.layers.models import Functional
from kspec.spec.layers.recurrence import Recurrent
from kspec.spec.layers.wrappers import Bidirectional
from kspec.spec.named import Custom
from kspec.spec.naming import snake_case
from kspec.spec.spec_object import REQUIRED, SpecObject
from kspec.spec.training.metrics.accuracy import ShapedAccuracy
from kspec.spec.unknown import Unknown

_NUMBER = re.compile(r"(_\d+)?")
ABSENT = object()
"""Stands for a value that one side does not have."""


class Change(NamedTuple):
    """Changed value: its path, and the values before and after (`ABSENT` where there is none)."""

    path: tuple[str, ...]
    old: Any
    new: Any


def changes(old: object, new: object, path: tuple[str, ...] = ()) -> Iterator[Change]:
    """Yield the changes from one value to another; values that are equal to Keras are no change."""
    if isinstance(old, SpecObject) and isinstance(new, SpecObject) and type(old) is type(new):
        yield from _fields(old, new, path)
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from changes(old.get(key, ABSENT), new.get(key, ABSENT), (*path, str(key)))
    elif _objects(old) and _objects(new):
        yield from _items(old, new, path)
    else:
        before, after = plain(old), plain(new)
        if not same(before, after):
            yield Change(path, before, after)


def plain(value: object) -> object:
    """A value as a native spec has it: JSON, the shortest that means the same.

    Numbers have the seven digits that Keras keeps of them.
    """
    if isinstance(value, Unknown | Custom):
        own = value.written if isinstance(value, Custom) else None
        return value.name if own is None else plain(own)
    if isinstance(value, Functional):
        return type(value).__name__
    if isinstance(value, SpecObject):
        fields = {key: plain(item) for key, item in stated(value).items()}
        return short_form(value) or {"type": type(value).__name__, **fields}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, float) and math.isfinite(value):
        return float(f"{value:.7g}")
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value


def same(one: object, other: object) -> bool:
    """Whether two plain values are equal to Keras: ``3`` is ``[3, 3]`` for a window."""
    for scalar, several in ((one, other), (other, one)):
        if isinstance(several, list) and several and not isinstance(scalar, list | str):
            return several == [scalar] * len(several)
    return type(one) is type(other) and one == other


def counted(name: str, class_name: str) -> bool:
    """Whether a name is an automatic one of Keras: that of the class, and a number."""
    base = snake_case(class_name)
    return name.startswith(base) and _NUMBER.fullmatch(name, len(base)) is not None


def stated(described: SpecObject) -> dict[str, Any]:
    """The fields of which the value is not Keras's default; a given name that is not Keras's own
    is one.
    """
    written = type(described).written()
    shown = layer_fields(described) if isinstance(described, Layer) else fields_document(described)
    fields = {key: written[key] for key in shown}
    unknown = described.unknown_fields
    values = {
        key: shown[key] if name in unknown else for_all_axes(getattr(described, name), one)
        for key, (name, one) in fields.items()
    }
    for key, leader in described.field_rules.defaults_to.items():
        if {key, leader} & unknown:
            continue
        if key in values and same(values[key], getattr(described, written[leader][0])):
            del values[key]
    if isinstance(described, Bidirectional):
        _join_directions(values)
    name = None if "name" in unknown else getattr(described, "name", None)
    class_name = type(described).__name__
    if name is None or name == class_name or counted(name, class_name):
        return values
    return {"name": name, **values}


def _join_directions(values: dict[str, Any]) -> None:
    """Drop the values that Keras derives from the layer in a Bidirectional, and writes into its
    files: its copy that runs backwards, names with the direction, and zeros for masked steps.
    """
    forward, backward = (values.get(key) for key in ("layer", "backward_layer"))
    if not isinstance(forward, Recurrent):
        return
    values["layer"] = forward = _one_direction(forward, "forward_")
    if isinstance(backward, Recurrent):
        copied = _one_direction(backward, "backward_")
        turned = copied.model_copy(update={"go_backwards": not copied.go_backwards})
        if not any(changes(forward, turned)):
            del values["backward_layer"]


def _one_direction(layer: Recurrent, direction: str) -> Recurrent:
    update: dict[str, Any] = {"name": layer.name and layer.name.removeprefix(direction)}
    if layer.zero_output_for_mask == layer.return_sequences:
        update["zero_output_for_mask"] = False
    return layer.model_copy(update=update)


def _fields(old: SpecObject, new: SpecObject, path: tuple[str, ...]) -> Iterator[Change]:
    written = type(old).written()
    before, after = stated(old), stated(new)
    for key in written:
        if key in before or key in after:
            default = written[key][1].default
            default = ABSENT if default is REQUIRED else default
            was, now = before.get(key, default), after.get(key, default)
            if not (is_default(was, default) and is_default(now, default)):
                yield from changes(was, now, (*path, key))


def _objects(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, list | tuple) and any(isinstance(item, SpecObject) for item in value)


def _items(old: Sequence[object], new: Sequence[object], path: tuple[str, ...]) -> Iterator[Change]:
    """Objects of lists, paired by their classes in order."""
    remaining = _by_kind(new)
    for kind, items in _by_kind(old).items():
        others = remaining.pop(kind, [])
        for index in range(max(len(items), len(others))):
            was = items[index] if index < len(items) else ABSENT
            now = others[index] if index < len(others) else ABSENT
            label = kind if index == 0 else f"{kind} {index + 1}"
            yield from changes(was, now, (*path, label))
    for kind, items in remaining.items():
        for index, item in enumerate(items):
            label = kind if index == 0 else f"{kind} {index + 1}"
            yield from changes(ABSENT, item, (*path, label))


def _by_kind(items: Sequence[object]) -> dict[str, list[object]]:
    groups: dict[str, list[object]] = {}
    for item in items:
        kind = type(item).__name__ if isinstance(item, SpecObject) else str(plain(item))
        kind = "accuracy" if isinstance(item, ShapedAccuracy) else kind
        groups.setdefault(kind, []).append(item)
    return groups
