"""Shares of the values of labels: the part of the samples that has each."""

import operator
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

from kspec.code.data.array import Array, known

FEW_ROWS = 4
"""Number of rows below which 0 and 1 in them may be quantities."""
EVENLY: Mapping[float, float] = {}
"""The shares of numbers that are drawn evenly between their limits."""
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def shares_of(array: Array) -> Mapping[float, float] | None:
    """The share of each value; None where it is not known."""
    if array.shares is not None:
        return array.shares or None
    constant = None if array.limits is None else array.limits.constant
    if constant is not None:
        return {constant: 1}
    return None if array.numbers is None else counted(array.numbers)


def counted(values: Collection[float]) -> Mapping[float, float]:
    """The share of each of some values among them."""
    return {value: count / len(values) for value, count in Counter(values).items()}


def encoding_of_rows(shape: Sequence[int], values: Sequence[float]) -> str | None:
    """The encoding of some rows of 0 and 1 that are written out."""
    if len(shape) != 2 or shape[1] < 2 or shape[0] < FEW_ROWS or not {*values} <= {0, 1}:
        return None
    sums = {sum(values[place : place + shape[1]]) for place in range(0, len(values), shape[1])}
    return "multi_hot" if max(sums) > 1 else "one_hot" if sums == {1} else None


def of_all(arrays: Sequence[Array]) -> Mapping[float, float] | None:
    """The shares in the samples of several arrays together."""
    parts = [(known(one.samples), shares_of(one)) for one in arrays]
    total = sum(size or 0 for size, _ in parts)
    result: dict[float, float] = {}
    for size, shares in parts:
        if size is None or shares is None or not total:
            return None
        for value, share in shares.items():
            result[value] = result.get(value, 0) + share * size / total
    return result


def of_truths(symbol: str, left: object, right: object) -> Mapping[float, float] | None:
    """The shares of true and false where values are compared with a number."""
    if not isinstance(left, Array) or not isinstance(right, int | float):
        return None
    shares, limits = shares_of(left), left.limits
    if shares is not None:
        compare = _COMPARISONS[symbol]
        true = sum(share for value, share in shares.items() if compare(value, right))
    elif left.shares is EVENLY and limits is not None and symbol[0] in "<>":
        below = (right - limits.low) / (limits.high - limits.low)
        below = min(max(below, 0), 1)
        true = below if symbol[0] == "<" else 1 - below
    else:
        return None
    return {1: true, 0: 1 - true}


def chosen(truths: Array, one: object, other: object) -> Mapping[float, float] | None:
    """The shares of two numbers that are chosen by truths."""
    shares = shares_of(truths)
    if shares is None or not isinstance(one, int | float) or not isinstance(other, int | float):
        return None
    return {one: shares.get(1, 0), other: shares.get(0, 0)}


def after_write(array: Array, count: float | None, value: object) -> Mapping[float, float] | None:
    """The shares after some of the samples of one value were set to another."""
    constant = None if array.limits is None else array.limits.constant
    size = known(array.samples)
    if constant is None or not size or count is None or not isinstance(value, int | float):
        return None
    part = min(count / size, 1)
    return None if value == constant else {constant: 1 - part, value: part}
