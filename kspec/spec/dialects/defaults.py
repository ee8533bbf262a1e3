"""Defaults that a spec written for people leaves out."""

from kspec.spec.fields import Sizes, Steps
from kspec.spec.registry import CONSTRAINTS, INITIALIZERS, REGULARIZERS
from kspec.spec.shapes import Structure
from kspec.spec.spec_object import Field, SpecObject
from kspec.spec.unknown import holds_unknown

RESOLVED = (INITIALIZERS, REGULARIZERS, CONSTRAINTS)
"""The kinds whose defaults are written as strings."""


def is_default(value: object, default: object) -> bool:
    """Whether a field's value equals Keras's default."""
    if isinstance(value, SpecObject) and isinstance(default, str):
        name = type(value).__name__
        if value.unknown_fields:
            return False
        stated = {key: getattr(value, key) for key in value.model_fields_set}
        plain = all(value.model_fields[key].default == item for key, item in stated.items())
        return plain and any(kinds.resolve(default) == name for kinds in RESOLVED)
    if holds_unknown(value):
        return False
    same = type(value) is type(default) and value == default
    return same or (isinstance(value, list) and value == [default] * len(value) != [])


def for_all_axes(value: object, field: Field) -> object:
    """Collapse a list of sizes to one integer, if the field takes one and it is the same for all
    axes.
    """
    if field.annotation not in (Sizes, Steps) or not isinstance(value, list):
        return value
    first = value[0] if value else None
    return first if type(first) is int and value == [first] * len(value) else value


def says_nothing(argument: str, value: Structure) -> bool:
    """Whether an argument of a call is empty: Keras writes missing masks."""
    if value is None:
        return True
    inside = list(value.values()) if isinstance(value, dict) else value
    return argument == "mask" and isinstance(inside, list) and all(x is None for x in inside)
