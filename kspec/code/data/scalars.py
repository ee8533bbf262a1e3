"""Constants as arrays without axes."""

import math

from kspec.code.data.array import Array, Limits
from kspec.code.values import Value
from kspec.spec.unknown import Unknown

MIXED = "a list of other things than numbers"


def scalar_of(value: Value) -> Array:
    """Convert a constant to an array; any other value to an unknown array."""
    if isinstance(value, bool):
        return Array((), "bool", Limits(value, value, exact=True), whole=True)
    if isinstance(value, int):
        return Array((), "int64", Limits(value, value, exact=True), whole=True)
    if isinstance(value, float):
        limits = Limits(value, value, exact=True) if math.isfinite(value) else None
        return Array((), "float64", limits, whole=value.is_integer())
    if isinstance(value, str):
        return Array((), "string")
    return Array(reason=Unknown(MIXED))
