"""Arithmetic on abstract arrays: shapes broadcast, dtypes promote, limits move."""

import math
import operator
from collections.abc import Callable

from kspec.code.data.array import (
    SPREAD,
    STATISTIC,
    Array,
    ByHand,
    Dim,
    Dims,
    Limits,
    is_whole,
    known,
    same,
)
from kspec.code.data.dtypes import WIDTHS, divided, holds, promoted, with_number
from kspec.code.data.gaps import Gaps, of_both
from kspec.code.data.origin import Origin, is_among
from kspec.code.data.shares import EVENLY, of_truths
from kspec.code.unknown_numbers import Number
from kspec.spec.unknown import Unknown

COMPARISONS = frozenset(("==", "!=", "<", "<=", ">", ">="))
KEEPS_WHOLE = frozenset(("+", "-", "*", "//", "%"))
MOVES: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "**": operator.pow,
}
_STRAIGHT = frozenset(("+", "-", "*", "/"))
GREATEST_HALF = 65504.0
"""The greatest number of float16."""


def binary(symbol: str, left: object, right: object) -> Array | Unknown:
    """The result of an operator (``+``, ``/``, ``>``...) on arrays, numbers and unknown values."""
    if not isinstance(left, Array) and not isinstance(right, Array):
        return Unknown("an operation on no array")
    array = left if isinstance(left, Array) else right
    other = right if array is left else left
    if isinstance(other, str) and symbol not in COMPARISONS:
        return Unknown("an operation of an array and a text")
    if not isinstance(array, Array) or not isinstance(other, Array | Unknown | int | float | str):
        return Unknown("an operation of an array and something else")
    result = Array(
        _shape(array, other),
        _dtype(symbol, array, other),
        library=_library(array, other),
        torn=array.torn,
        predicted=array.predicted and not isinstance(other, Array),
        missing=symbol not in COMPARISONS and _has_missing(symbol, left, right),
    )
    if result.shape is None:
        result = result.changed(reason=array.reason)
    if symbol in COMPARISONS:
        truths = of_truths(symbol, left, right)
        origin = None if isinstance(other, Array) else array.origin
        both = bool(truths and 0 < truths[1] < 1 and array.limits and array.limits.exact)
        result = result.changed(limits=Limits(0, 1, both), whole=True, shares=truths)
        return result._replace(origin=origin)
    result = result._replace(gaps=_gaps(symbol, result, left, right))
    steps = _scaled(symbol, left, right)
    signed = _is_standardized(steps, right)
    return _valued(result, symbol, left, right)._replace(scaled=steps, signed=signed)


def _scaled(symbol: str, left: object, right: object) -> tuple[object, ...] | None:
    """The scalers of a result: those of data with one step by hand more, where its range is unknown
    then, and that of a statistic with a number or another one; None where they are not known.
    """
    if not isinstance(left, Array) or left.scaled is None:
        return None
    if _is_statistic(left):
        if isinstance(right, int | float):
            return SPREAD if symbol == "+" and left.scaled == SPREAD else STATISTIC
        return STATISTIC if _is_statistic(right) else None
    if symbol not in "-/":
        return None
    if isinstance(right, Array):
        if not _is_statistic(right):
            return None
        return (*left.scaled, ByHand(symbol, mean=symbol == "-" and _is_mean_of(right, left)))
    if symbol == "/" and isinstance(right, int | float) and left.limits is None:
        return (*left.scaled, ByHand(symbol, right))
    return None


def _is_statistic(value: object) -> bool:
    """Whether an array is a statistic, or several."""
    return isinstance(value, Array) and (value.scaled or ())[:1] == STATISTIC


def _is_mean_of(mean: Array, data: Array) -> bool:
    """Whether an array is the mean of data, or of a part of its samples."""
    origin = (mean.scaled or ())[-1]
    if not isinstance(origin, Origin):
        return False
    if data.origin is None:
        return is_among(origin.rows, data)
    rows, own = origin.rows, data.origin.rows
    return origin.columns == data.origin.columns and (is_among(rows, own) or is_among(own, rows))


def _is_standardized(steps: tuple[object, ...] | None, divisor: object) -> bool:
    """Whether data was divided by a deviation, its mean taken off before."""
    is_spread = isinstance(divisor, Array) and divisor.scaled == SPREAD
    pair = [one for one in (steps or ())[-2:] if isinstance(one, ByHand)]
    return is_spread and len(pair) == 2 and pair[0].mean and pair[1] == ByHand("/")


def _has_missing(symbol: str, left: object, right: object) -> bool:
    """Whether some values of a result are no numbers: those of operands, and x / 0."""
    divides = symbol == "/" and isinstance(right, Array) and right.zeros
    return divides or any(isinstance(one, Array) and one.missing for one in (left, right))


def _gaps(symbol: str, result: Array, left: object, right: object) -> Gaps | None:
    """The missing values of operands of a result's samples."""
    sides = [one for one in (left, right) if isinstance(one, Array)]
    alike = [one.gaps if len(sides) == 1 or one.rank == result.rank else None for one in sides]
    return None if symbol not in MOVES else of_both(alike[0], alike[-1])


def _valued(result: Array, symbol: str, left: object, right: object) -> Array:
    """Add the facts of a result's values, where one operand is a number."""
    number, array, reflected = _number(right), left, False
    if number is None or not isinstance(left, Array):
        number, array, reflected = _number(left), right, True
    if number is None or not isinstance(array, Array):
        limits = _within_dtype(_sum(left, right) if symbol == "+" else None, result.dtype)
        return result.changed(limits=limits, whole=is_whole(result.dtype))
    whole = array.whole and float(number).is_integer() and symbol in KEEPS_WHOLE
    limits = moved(symbol, array.limits, number, reflected=reflected)
    if symbol == "%" and whole and limits is not None:
        limits = limits._replace(high=min(math.ceil(limits.high), number - 1))
    result = result.changed(
        limits=_within_dtype(limits, result.dtype),
        whole=whole or is_whole(result.dtype),
        grouped=array.grouped and symbol in {"+", "-", "*", "/"},
        values=_moved_values(symbol, array, number, reflected=reflected),
        shares=EVENLY if array.shares is EVENLY and symbol in _STRAIGHT else None,
    )
    shifted = symbol in {"+", "-"} and not reflected and isinstance(number, int)
    if shifted and array.encoding == "integer":
        result = result.changed(encoding="integer", classes=array.classes)
    return _with_places(result, array)._replace(origin=array.origin)


def _sum(left: object, right: object) -> Limits | None:
    """Limits of the sums of two arrays, which none of them need reach."""
    pair = [one.limits for one in (left, right) if isinstance(one, Array) and one.limits]
    if len(pair) < 2:
        return None
    return Limits(sum(one.low for one in pair), sum(one.high for one in pair))


def _moved_values(
    symbol: str, array: Array, number: float, *, reflected: bool
) -> tuple[float, ...] | None:
    """Values of an array of Python's own dtypes and a number."""
    if array.numbers is None or array.dtype not in {"int64", "float64"} or symbol not in "+-*/":
        return None
    pairs = [(number, one) if reflected else (one, number) for one in array.numbers]
    try:
        return tuple(MOVES[symbol](*pair) for pair in pairs)
    except ArithmeticError:
        return None


def _with_places(result: Array, source: Array) -> Array:
    """A result with the places of the facts that it has from its source."""
    kept = {
        name: place
        for name, place in source.places.items()
        if same(getattr(result, name), getattr(source, name))
    }
    return result._replace(places=kept)


def _number(value: object) -> float | None:
    """The number that an operand is everywhere."""
    if isinstance(value, int | float):
        return value
    number = value.number if isinstance(value, Array) else None
    return int(number) if number is not None and getattr(value, "whole", False) else number


def moved(
    symbol: str, limits: Limits | None, number: float, *, reflected: bool = False
) -> Limits | None:
    """Limits after arithmetic with a number; None where that is unknown."""
    move = MOVES.get(symbol)
    if symbol == "%":
        if limits is not None and 0 <= limits.low <= limits.high < number and not reflected:
            return limits
        return Limits(0, math.nextafter(number, 0)) if number > 0 and not reflected else None
    if limits is None or not math.isfinite(number):
        return None
    if move is None or (reflected and symbol not in {"+", "-", "*"}):
        return None
    ends = list(limits[:2])
    if symbol == "**" and (number < 0 or limits.low < 0):
        if number not in {2, 4}:
            return None
        ends, limits = [0, max(map(abs, ends))], limits._replace(exact=False)
    try:
        ends = [move(number, end) if reflected else move(end, number) for end in ends]
    except (ArithmeticError, ValueError):
        return None
    return Limits(min(ends), max(ends), limits.exact)


def _within_dtype(limits: Limits | None, dtype: str | None) -> Limits | None:
    """Limits that a dtype can hold: beyond them values wrap around, or are infinite."""
    bounds = holds(dtype)
    if limits is None or dtype is None:
        return None if dtype is None else limits
    if bounds is not None and (limits.low < bounds.low or limits.high > bounds.high):
        return None
    if dtype == "float16" and max(-limits.low, limits.high) > GREATEST_HALF:
        return None
    return limits


def _shape(array: Array, other: object) -> Dims | None:
    if isinstance(other, int | float | str | Number):
        return array.shape
    if isinstance(other, Array):
        return broadcast(array.shape, other.shape)
    if array.shape is not None and array.shape and all(known(dim) != 1 for dim in array.shape):
        return array.shape  # a fitting operand can only broadcast axes of size 1
    return None


def broadcast(first: Dims | None, second: Dims | None) -> Dims | None:
    """The shape of two shapes together; None where it is unknown, or they do not fit."""
    if first is None or second is None:
        return None
    rank = max(len(first), len(second))
    ones: Dims = (1,)
    first, second = (ones * (rank - len(shape)) + shape for shape in (first, second))
    dims: list[Dim] = []
    for one, two in zip(first, second, strict=True):
        dim = _stretched(one, two)
        if dim is None:
            return None
        dims.append(dim)
    return tuple(dims)


def _stretched(one: Dim, two: Dim) -> Dim | None:
    if one is two or known(one) == 1:
        return two
    if known(two) == 1:
        return one
    if isinstance(one, Unknown) or isinstance(two, Unknown):
        return one if isinstance(two, Unknown) else two
    return one if one == two else None


def _dtype(symbol: str, array: Array, other: object) -> str | None:
    if symbol in COMPARISONS:
        return "bool"
    if array.library == "tensorflow":
        return _tensor_dtype(symbol, array, other)
    if isinstance(other, Array):
        dtype = promoted(array.dtype, other.dtype)
    elif isinstance(other, int | float):
        dtype = with_number(array.dtype, other)
    else:
        return None
    if symbol == "/":
        return divided(dtype)
    if symbol in {"-", "%", "//", "**"} and "bool" in {array.dtype, dtype}:
        return None
    return dtype


def _tensor_dtype(symbol: str, array: Array, other: object) -> str | None:
    """Dtype of arithmetic on a tensor of TensorFlow, which promotes nothing."""
    refuses = is_whole(array.dtype) and isinstance(other, float)
    differs = isinstance(other, Array) and other.dtype != array.dtype
    if array.dtype is None or isinstance(other, Unknown) or refuses or differs:
        return None
    if symbol != "/" or not is_whole(array.dtype):
        return array.dtype
    return "float32" if WIDTHS[array.dtype][1] <= 16 else "float64"


def _library(array: Array, other: object) -> str:
    libraries = {array.library, other.library if isinstance(other, Array) else array.library}
    return next((one for one in ("tensorflow", "pandas") if one in libraries), "numpy")
