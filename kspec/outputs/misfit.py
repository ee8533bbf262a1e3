"""Validation of outputs: a value against the type of an output."""

from collections.abc import Iterator
from types import UnionType
from typing import (
    Any,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

BEYOND = 10**300
"""Integers from here on may have no float."""


def keys_of(kind: object) -> Iterator[tuple[str, object, bool]]:
    """The keys of a typed dictionary, each with its type and whether it may be left out."""
    for name, hint in get_type_hints(kind, include_extras=True).items():
        optional = get_origin(hint) is NotRequired
        yield name, get_args(hint)[0] if optional else hint, optional


def misfit(value: object, kind: object, place: str = "") -> str | None:
    """The first place in a value that is not of a type, as a JSON pointer; None where all is.

    Keys that the type does not name are skipped, and missing keys are allowed: outputs of older
    versions have fewer.
    """
    if get_origin(kind) in {UnionType, Union}:
        fits = any(misfit(value, one, place) is None for one in get_args(kind))
        return None if fits else place
    if not _is_of(value, kind):
        return place
    misfits = (misfit(item, one, f"{place}/{key}") for key, item, one in _parts(value, kind))
    return next((wrong for wrong in misfits if wrong is not None), None)


def _is_of(value: object, kind: object) -> bool:
    """Whether a value is of a type, regardless of its parts."""
    origin = get_origin(kind)
    if origin is Literal:
        return value in get_args(kind)
    if kind is Any:
        return True
    if kind is float and type(value) is int:
        return abs(value) < BEYOND
    return type(value) is (dict if is_typeddict(kind) else origin or kind)


def _parts(value: object, kind: object) -> Iterator[tuple[object, object, object]]:
    """Yield the parts of a value of a type: key or index, value, and the type that it must have."""
    inner = get_args(kind)
    if isinstance(value, list) and inner:
        yield from ((at, item, inner[0]) for at, item in enumerate(value))
    elif isinstance(value, dict) and is_typeddict(kind):
        yield from ((name, value[name], one) for name, one, _ in keys_of(kind) if name in value)
    elif isinstance(value, dict) and inner:
        yield from ((key, item, inner[1]) for key, item in value.items())
