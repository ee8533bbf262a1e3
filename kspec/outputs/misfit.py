"""Whether what was read is what kspec writes: a value held against the type of an output."""

from __future__ import annotations

from types import UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

BEYOND = 10**300
"""Whole numbers from here on may have no float."""


def misfit(value: object, kind: Any, place: str = "") -> str | None:  # noqa: ANN401 - any annotation
    """The first place in a value that is not of a type, as a JSON pointer; None where all is.

    Keys that the type does not name are passed over, and none is missed: what an older version
    wrote has fewer.
    """
    if get_origin(kind) in {UnionType, Union}:
        fits = any(misfit(value, one, place) is None for one in get_args(kind))
        return None if fits else place
    if not _is_of(value, kind):
        return place
    found = (misfit(item, one, f"{place}/{key}") for key, item, one in _parts(value, kind))
    return next((wrong for wrong in found if wrong is not None), None)


def _is_of(value: object, kind: Any) -> bool:  # noqa: ANN401 - any annotation
    """Whether a value is of a type, whatever its parts are."""
    origin = get_origin(kind)
    if origin is Literal:
        return value in get_args(kind)
    if kind is Any:
        return True
    if kind is float and type(value) is int:
        return abs(value) < BEYOND
    return type(value) is (dict if is_typeddict(kind) else origin or kind)


def _parts(value: Any, kind: Any) -> Iterator[tuple[object, object, Any]]:  # noqa: ANN401 - as above
    """What is in a value of a type: its key or index, itself, and the type that it must have."""
    inner = get_args(kind)
    if is_typeddict(kind):
        for name, hint in get_type_hints(kind, include_extras=True).items():
            if name in value:
                optional = get_origin(hint) is NotRequired
                yield name, value[name], get_args(hint)[0] if optional else hint
    elif get_origin(kind) is list:
        yield from ((at, item, inner[0]) for at, item in enumerate(value))
    elif get_origin(kind) is dict:
        yield from ((key, item, inner[1]) for key, item in value.items())
