"""Sets of constants, which are lists that hold each item once."""

import operator
from collections.abc import Callable, Sequence
from typing import Any

from kspec.code.values import List, Place, Unknown, Value

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "|": operator.or_,
    "&": operator.and_,
    "-": operator.sub,
    "^": operator.xor,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
METHODS = {
    "union": "|",
    "intersection": "&",
    "difference": "-",
    "symmetric_difference": "^",
    "issubset": "<=",
    "issuperset": ">=",
}
"""Methods that change nothing, by the operator that gives the same."""


def once(items: Sequence[Value]) -> tuple[Value, ...]:
    """Constants, each once: numbers in the order in which Python goes through a set of them, texts
    as they came, since their order differs from run to run.
    """
    if all(isinstance(item, int | float) for item in items):
        return tuple(set(items))
    return tuple(dict.fromkeys(items))


def combined(symbol: str, left: List, right: List, place: Place) -> Value:
    """The value of an operator between two sets of constants."""
    if left.rest is not None or right.rest is not None:
        return Unknown("a set that kspec does not follow", "?", place)
    result = OPERATORS[symbol](set(left.items), set(right.items))
    return result if isinstance(result, bool) else List(once(tuple(result)), place, (), "set")
