"""Functions of numpy that go over an array value by value."""

import math
from collections.abc import Callable

from kspec.code.data.array import INSIDE, NO_LABELS, Array, Limits, is_whole
from kspec.code.data.dtypes import dtype_named, floated, holds
from kspec.code.data.shares import EVENLY
from kspec.spec.unknown import Unknown

RISING: dict[str, Callable[[float], float]] = {
    "sqrt": math.sqrt,
    "log": math.log,
    "log1p": math.log1p,
    "log2": math.log2,
    "log10": math.log10,
    "exp": math.exp,
    "expm1": math.expm1,
    "tanh": math.tanh,
}
"""Functions that give more for more: they are taken of both limits."""
WAVES = frozenset(("sin", "cos"))
ROUNDING: dict[str, Callable[[float], float]] = {
    "round": round,
    "rint": round,
    "floor": math.floor,
    "ceil": math.ceil,
    "trunc": math.trunc,
}


def rising(name: str, array: Array) -> Array:
    """`log`, `exp` and the like of an array."""
    limits = None
    if array.limits is not None:
        try:
            ends = [RISING[name](end) for end in array.limits[:2]]
            alike = name == "sqrt" or array.shape != ()  # others may differ in the last digit
            limits = Limits(ends[0], ends[1], array.limits.exact and alike)
        except (ValueError, OverflowError):
            limits = None
    dtype = floated(array.dtype)
    limits = None if dtype == "float16" else limits  # which rounds off much
    facts = {**NO_LABELS, "encoding": "continuous" if name.startswith("log") else None}
    return array.changed(dtype=dtype, limits=limits, whole=False, **facts)


def wave(array: Array) -> Array:
    """`sin` or `cos` of an array."""
    dtype, limits = floated(array.dtype), Limits(-1, 1)
    return array.changed(dtype=dtype, limits=limits, whole=False, **NO_LABELS)


def rounded(name: str, array: Array) -> Array:
    """Round an array to integers."""
    limits = array.limits
    if limits is not None:
        low, high = (ROUNDING[name](end) for end in limits[:2])
        if name == "ceil" and array.shares is EVENLY:
            low = math.floor(limits.low) + 1  # the end itself is hardly ever drawn
        limits = Limits(low, high, limits.exact)
    dtype = None if array.dtype == "bool" else array.dtype
    dtype = floated(dtype) if name == "rint" else dtype
    return array.changed(dtype=dtype, limits=limits, whole=True, encoding=_of_classes(array))


def absolute(array: Array) -> Array:
    """An array without signs."""
    limits = array.limits
    if limits is not None:
        low, high, exact = limits
        least = 0 if low < 0 < high else min(abs(low), abs(high))
        limits = Limits(least, max(abs(low), abs(high)), exact and not low < 0 < high)
    return array.changed(limits=limits, **({} if limits == array.limits else NO_LABELS))


def negative(array: Array) -> Array:
    """An array with its signs changed."""
    limits = array.limits
    if limits is not None:
        limits = Limits(-limits.high, -limits.low, limits.exact)
    if holds(array.dtype) and (array.dtype or "").startswith("uint"):
        limits = None
    return array.changed(limits=limits, **NO_LABELS)


def listed(array: Array) -> Array:
    """The values as a list, which gives an array of more axes where they are arrays."""
    if array.nested or array.dtype == "object":
        return Array(limits=array.limits, whole=array.whole, reason=INSIDE)
    kind = (array.dtype or "").rstrip("0123456789").lstrip("u")
    dtype = f"{kind}64" if kind in {"float", "int"} else array.dtype
    return array.changed(library="numpy", dtype=dtype)


def clipped(array: Array, low: object, high: object) -> Array:
    """An array whose values are moved into bounds."""
    least, most = (value if isinstance(value, int | float) else None for value in (low, high))
    whole = array.whole and all(one is None or float(one).is_integer() for one in (least, most))
    unknown = isinstance(low, Unknown | Array) or isinstance(high, Unknown | Array)
    if unknown or array.limits is None:
        bounded = least is not None and most is not None and not unknown
        limits = Limits(least, most) if bounded and least is not None and most is not None else None
    else:
        ends = [_between(end, least, most) for end in array.limits[:2]]
        limits = Limits(ends[0], ends[1], array.limits.exact)
    dtype = None if array.dtype == "bool" else array.dtype
    if is_whole(dtype) and any(isinstance(value, float) for value in (least, most)):
        dtype = "float64"
    labels = {} if limits == array.limits else NO_LABELS
    return array.changed(dtype=dtype, limits=limits, whole=whole, **labels)


def _between(value: float, low: float | None, high: float | None) -> float:
    value = value if low is None else max(value, low)
    return value if high is None else min(value, high)


def cast(array: Array, dtype: object) -> Array:
    """`astype`: the same values in another dtype, as far as that holds them."""
    result = _cast(array, dtype)
    floats = (dtype_named(dtype) or "").startswith("float")
    return result._replace(origin=array.origin, scaled=array.scaled if floats else None)


def _cast(array: Array, dtype: object) -> Array:
    name = dtype_named(dtype)
    if name in {None, "string", "object"}:
        return array.without_values().changed(dtype=name, whole=False)
    if name == "bool":
        return array.without_values().changed(dtype="bool", limits=Limits(0, 1), whole=True)
    bounds, limits = holds(name), array.limits
    if bounds is None:
        kept = name == "float64" or array.whole
        return array.changed(dtype=name, values=_cast_values(array, float) if kept else None)
    if limits is None or limits.low < bounds.low or limits.high > bounds.high:
        return array.without_values().changed(dtype=name, whole=True)
    values = _cast_values(array, int)
    if array.whole:
        return array.changed(dtype=name, values=values)
    limits = Limits(math.trunc(limits.low), math.trunc(limits.high), limits.exact)
    facts = {"limits": limits, "encoding": _of_classes(array)}
    return array.changed(dtype=name, whole=True, values=values, **facts)


def _of_classes(array: Array) -> str | None:
    """The encoding of labels; that of quantities ends where they become whole numbers."""
    return None if array.encoding == "continuous" else array.encoding


def _cast_values(array: Array, kind: type[float]) -> tuple[float, ...] | None:
    return None if array.numbers is None else tuple(map(kind, array.numbers))
