"""Operators on values: constants as Python computes them, within bounds, the rest by its kind."""

import ast
import operator
import re
from collections.abc import Callable
from typing import Any

from kspec.code.budget import DEEPEST_ARITHMETIC, MOST_ITEMS, is_small
from kspec.code.items import alike, is_data, rest_of_both, sample
from kspec.code.library import kind_of, settled
from kspec.code.sets import combined
from kspec.code.unknown_numbers import Index, Number
from kspec.code.unknown_texts import ended, percent_ended
from kspec.code.values import (
    CONSTANTS,
    Bound,
    Dict,
    External,
    List,
    Mutable,
    Native,
    Place,
    Rest,
    Unknown,
    Value,
    first,
)
from kspec.spec.unknown import UnknownText

BINARY: dict[type[ast.operator], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv),
    ast.FloorDiv: ("//", operator.floordiv),
    ast.Mod: ("%", operator.mod),
    ast.Pow: ("**", operator.pow),
    ast.MatMult: ("@", operator.matmul),
    ast.BitAnd: ("&", operator.and_),
    ast.BitOr: ("|", operator.or_),
    ast.BitXor: ("^", operator.xor),
    ast.LShift: ("<<", operator.lshift),
    ast.RShift: (">>", operator.rshift),
}
UNARY: dict[type[ast.unaryop], tuple[str, Callable[[Any], Any]]] = {
    ast.USub: ("-", operator.neg),
    ast.UAdd: ("+", operator.pos),
    ast.Invert: ("~", operator.invert),
}
COMPARISONS: dict[type[ast.cmpop], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Eq: ("==", operator.eq),
    ast.NotEq: ("!=", operator.ne),
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le),
    ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge),
}
FUNCTIONS: dict[str, Callable[[Any, Any], Any]] = dict((*BINARY.values(), *COMPARISONS.values()))
"""The function of each operator of two values, by its symbol."""
_OF_SETS = frozenset(("|", "&", "-", "^", "==", "!=", "<", "<=", ">", ">="))
MOST_LEVELS = 8
"""Tuples that are nested deeper are no constants: there may be two of them in each."""
FAILS = (ArithmeticError, AttributeError, LookupError, MemoryError, TypeError, ValueError)
"""Exceptions of operations on constants."""
RAISES = "this raises an error when it runs"
TOO_LONG = "longer than kspec follows"
TOO_LARGE = "larger than kspec computes"


_WIDE = r"%[^a-z%]*\d{4}|%[^a-z%]*\*"
"""Format of text that is thousands of characters wide, or of a variable width."""


def is_plain(value: Value) -> bool:
    """Whether a value is a constant or a range, or a tuple of nothing else (in few levels)."""
    if type(value) is tuple:
        return _depth(value) < MOST_LEVELS and all(map(is_plain, value))
    return isinstance(value, (*CONSTANTS, range))


def _depth(value: Value) -> int:
    """Nesting depth of tuples: that of the first item of each, or of the last."""
    levels = 0
    while type(value) is tuple and value and levels < MOST_LEVELS:
        value = next((item for item in value if type(item) is tuple), None)
        levels += 1
    return levels


def binary(kind: type[ast.operator], left: Value, right: Value, place: Place) -> Value:
    """The value of a binary operator."""
    symbol, function = BINARY[kind]
    left, right = settled(left, place), settled(right, place)
    for times, value in ((left, right), (right, left)):
        if kind is ast.Mult and isinstance(times, Index) and isinstance(value, List):
            return _often(value, times, place)
    if kind is ast.Add and isinstance(left, List | Rest) and isinstance(right, List | Rest):
        left, right = _as_list(left, place), _as_list(right, place)
    kind_of_right = kind_of(right)
    if kind_of_right is not None and (kind_of_right.rules or isinstance(left, Number)):
        return kind_of_right.operate(symbol, left, right, place)
    if isinstance(left, Unknown):
        named = isinstance(right, Unknown) or is_plain(right)
        return _with_end(kind, left, right, left.operated(symbol, right if named else "?"))
    if isinstance(right, Unknown) and kind_of(left) is None:
        named = is_plain(left)
        result = right.operated(symbol, left if named else "?", swapped=True)
        return _with_end(kind, left, right, result)
    if is_plain(left) and is_plain(right):
        return _computed(kind, function, left, right, place)
    return by_kind(symbol, left, right, place)


def _with_end(kind: type[ast.operator], left: Value, right: Value, result: Unknown) -> Unknown:
    """The result of an operator on texts or paths of which one is unknown, with its known end."""
    if kind is ast.Mod and isinstance(left, str):
        return percent_ended(left, right, result)
    texts = str | UnknownText
    if kind is ast.Add and (isinstance(left, texts) or isinstance(right, texts)):
        return ended((left, right), result)
    is_path = kind is ast.Div and isinstance(right, texts)
    return ended((left, "/", right), result) if is_path else result


def by_kind(symbol: str, left: Value, right: Value, place: Place) -> Value:
    """An operator in which one side is a list, a dictionary, or of a library's kind."""
    kind = kind_of(left) or kind_of(right)
    if kind is not None:
        return kind.operate(symbol, left, right, place)
    if type(left) is tuple and type(right) is tuple and symbol == "+":
        items = (*left, *right)
        return items if len(items) <= MOST_ITEMS else Unknown(TOO_LONG, "?", place)
    if _are_sets(left, right) and symbol in _OF_SETS:
        return combined(FUNCTIONS[symbol], left, right, place)
    if isinstance(left, List) and isinstance(right, List) and symbol == "+":
        return _joined(left, right, place)
    if symbol == "*" and isinstance(left, List | tuple) and isinstance(right, int):
        return _repeated(left, right, place)
    if symbol == "*" and isinstance(right, List | tuple) and isinstance(left, int):
        return _repeated(right, left, place)
    if symbol == "|" and isinstance(left, Dict) and isinstance(right, Dict):
        joined = Dict({}, place)
        joined.state.update(left.updated(right, Unknown("kspec does not follow this operation")))
        return joined
    if symbol == "%" and isinstance(left, str):
        why = Unknown("a text that holds a value which is not known", "?", place)
        return percent_ended(left, right, why)
    return Unknown("kspec does not follow this operation", "?", place)


def _are_sets(left: Value, right: Value) -> bool:
    """Whether both sides are sets of constants."""
    sides = [side for side in (left, right) if isinstance(side, List) and side.kind == "set"]
    return len(sides) == 2 and all(is_plain(side.items) for side in sides)


def _as_list(value: List | Rest, place: Place) -> List | Rest:
    """Data of an unknown number, as of a slice, as a list of them."""
    if isinstance(value, Rest) and is_data(value.item):
        return List((), place, rest=value)
    return value


def _joined(left: List, right: List, place: Place) -> Value:
    items = (*left.items, *right.items)
    if len(items) > MOST_ITEMS:
        return List((), place, rest=Rest(_beyond(place), alike((sample(left), sample(right)))))
    places = [side.place_of(i) for side in (left, right) for i in range(len(side.items))]
    return List(items, place, places, rest=rest_of_both(left.rest, right.rest))


def _repeated(value: List | tuple[Value, ...], times: int, place: Place) -> Value:
    items = value.items if isinstance(value, List) else value
    if len(items) * max(times, 0) > MOST_ITEMS:
        return _often(value, _beyond(place), place) if isinstance(value, List) else _beyond(place)
    if not isinstance(value, List):
        return items * times
    places = [value.place_of(i) for i in range(len(items))] * times
    return List(items * times, place, places, rest=value.rest)


def _beyond(place: Place) -> Unknown:
    return Unknown(TOO_LONG, "?", place)


def _often(value: List, times: Unknown, place: Place) -> Value:
    """A list that comes an unknown number of times."""
    if not value.items and value.rest is None:
        return List((), place)
    return List((), place, rest=Rest(times.called("?"), sample(value)))


def _computed(
    kind: type[ast.operator], function: Callable[[Any, Any], Any], left: Any, right: Any, at: Place
) -> Value:
    """An operator on constants; never one that gives more than fits a page."""
    if kind is ast.Mult and _too_long(left, right):
        return Unknown(TOO_LONG, "?", at)
    grows = kind in {ast.Pow, ast.LShift} and not isinstance(left, float)
    if grows and isinstance(right, int) and abs(right) > DEEPEST_ARITHMETIC:
        return Unknown(TOO_LARGE, "?", at)
    if kind is ast.Mod and isinstance(left, str | bytes) and re.search(_WIDE, str(left)):
        return Unknown(TOO_LONG, "?", at)
    try:
        value = function(left, right)
    except FAILS:
        return Unknown(RAISES, "?", at)
    return value if is_small(value) else Unknown(TOO_LARGE, "?", at)


def _too_long(left: Any, right: Any) -> bool:
    for text, times in ((left, right), (right, left)):
        if isinstance(text, str | bytes | tuple) and isinstance(times, int):
            return len(text) * max(times, 0) > MOST_ITEMS
    return False


def unary(node: ast.unaryop, value: Value, place: Place) -> Value:
    """The value of a unary operator."""
    if isinstance(value, Unknown):
        return -value if isinstance(node, ast.USub) else value.called("?")
    symbol, function = UNARY[type(node)]
    kind = kind_of(value)
    if kind is not None:
        return kind.operate(symbol, None, value, place)
    try:
        return function(value)
    except FAILS:
        return Unknown(RAISES, "?", place)


def compare(node: ast.cmpop, left: Value, right: Value, place: Place) -> Value:
    """The value of one comparison."""
    if isinstance(node, ast.Is | ast.IsNot):
        same = _identical(left, right)
        return same if isinstance(same, Unknown) else same is isinstance(node, ast.Is)
    if isinstance(node, ast.In | ast.NotIn):
        inside = _contains(left, right)
        return inside if isinstance(inside, Unknown) else inside is isinstance(node, ast.In)
    symbol, function = COMPARISONS[type(node)]
    for side, other in ((left, right), (right, left)):
        beside_array = isinstance(side, Number) and kind_of(other) is not None
        if isinstance(side, Unknown) and not beside_array:
            return side.operated(symbol, "?")
    if is_plain(left) and is_plain(right):
        try:
            return function(left, right)
        except FAILS:
            return Unknown(RAISES, "?", place)
    kind = kind_of(left) or kind_of(right)
    if kind is not None:
        return kind.operate(symbol, left, right, place)
    if _are_sets(left, right) and symbol in _OF_SETS:
        return combined(FUNCTIONS[symbol], left, right, place)
    if isinstance(node, ast.Eq | ast.NotEq):
        return _equality(left, right, place, equal=isinstance(node, ast.Eq))
    return Unknown("kspec does not follow this comparison", "?", place)


def _equality(left: Value, right: Value, place: Place, *, equal: bool) -> Value:
    if isinstance(left, List) and isinstance(right, List) and first(left.rest, right.rest) is None:
        if is_plain(left.items) and is_plain(right.items) and left.kind == right.kind:
            return (left.items == right.items) is equal
    elif isinstance(left, External | Native) and isinstance(right, External | Native):
        return (left == right) is equal
    elif is_plain(left) != is_plain(right) and isinstance(left, Mutable | str | int | None):
        return not equal
    return Unknown("kspec does not follow this comparison", "?", place)


def _identical(left: Value, right: Value) -> Value:
    for side in (left, right):
        if isinstance(side, Unknown):
            return side.operated("is", "?")
    if left is None or right is None or isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, Mutable) and isinstance(right, Mutable):
        return left is right
    if isinstance(left, External | Native) and isinstance(right, External | Native):
        return left == right
    if is_plain(left) and is_plain(right) and type(left) is type(right):
        return bool(left == right)
    return False


def _contains(item: Value, container: Value) -> Value:
    if isinstance(item, Unknown) or isinstance(container, Unknown):
        return (item if isinstance(item, Unknown) else container).called("?")
    if not is_plain(item):
        return Unknown("kspec does not follow this comparison")
    if isinstance(container, Dict):
        inside = item in container.items
        return container.rest if container.rest is not None and not inside else inside
    rest = container.rest if isinstance(container, List) else None
    items = container.items if isinstance(container, List) else container
    if isinstance(items, str):
        return item in items if isinstance(item, str) else Unknown(RAISES)
    if isinstance(items, range):
        return item in items
    if type(items) is not tuple:
        return Unknown("kspec does not follow this comparison")
    if any(is_plain(one) and item == one for one in items):
        return True
    unsure = next((one for one in items if isinstance(one, Unknown)), rest)
    return False if unsure is None else unsure


def truth(value: Value) -> Value:
    """Truth of a value: a boolean, or the unknown that it depends on."""
    if isinstance(value, Unknown):
        return value
    if is_plain(value):
        return bool(value)
    if isinstance(value, List | Dict):
        return True if value.items else (False if value.rest is None else value.rest)
    if type(value) is tuple:
        return bool(value)
    kind = kind_of(value)
    if kind is not None:
        if kind.merge is not None:  # arrays: of one value it counts, of more it is an error
            return Unknown("the truth of an array")
        length = kind.length(value)
        return length if isinstance(length, Unknown) else bool(length)
    if isinstance(value, Bound) and kind_of(value.receiver) is not None:
        return Unknown(f'kspec does not follow "{value.name}"')
    return True
