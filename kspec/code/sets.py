"""Sets of constants, which are lists that hold each item once."""

from collections.abc import Callable, Sequence
from typing import Any

from kspec.code.values import List, Place, Unknown, Value

METHODS = {
    "union": "|",
    "intersection": "&",
    "difference": "-",
    "symmetric_difference": "^",
    "issubset": "<=",
    "issuperset": ">=",
}
"""Methods that change nothing, by the operator that gives the same."""


class Member(Unknown):
    """An item of a set whose order differs from run to run; ``members`` are all of them."""

    __slots__ = ("members",)

    def __init__(self, members: tuple[Value, ...], place: Place) -> None:
        super().__init__("the order of a set differs from run to run", "?", place)
        self.members = members


def once(items: Sequence[Value]) -> tuple[Value, ...]:
    """Constants, each once: numbers in the order in which Python goes through a set of them."""
    if all(isinstance(item, int | float) for item in items):
        return tuple(set(items))
    return tuple(dict.fromkeys(items))


def members(items: tuple[Value, ...], place: Place) -> tuple[Value, ...]:
    """Items of a set, as a loop takes them."""
    if len(items) < 2 or all(isinstance(item, int | float) for item in items):
        return items
    return (Member(items, place),) * len(items)


def in_some_order(items: Sequence[Value]) -> Sequence[Value]:
    """Items for an operation to which their order is all the same: those of a whole set."""
    first = items[0] if items else None
    if not isinstance(first, Member) or len(items) != len(first.members):
        return items
    return first.members if all(one is first for one in items) else items


def combined(function: Callable[..., Any], left: List, right: List, place: Place) -> Value:
    """The value of an operator between two sets of constants."""
    if left.rest is not None or right.rest is not None:
        return Unknown("a set that kspec does not follow", "?", place)
    result = function(set(left.items), set(right.items))
    return result if isinstance(result, bool) else List(once(tuple(result)), place, (), "set")
