"""The types that fields are written in: strict scalars, as Keras checks them.

Nothing is coerced: ``"10"`` and ``10.0`` are not integers. Values that Keras silently takes for
others are read as Keras reads them (`kspec.spec.coercion`), with a problem.
"""

from math import isfinite
from typing import Annotated, Any, Literal

from kspec.spec.markers import After, Before, Finite, Ge, Gt, Le, Len, Loose, Strict
from kspec.spec.problem import Nested, Problem

_BEYOND_FLOATS = 2**1023


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def with_a_point(value: object) -> object:
    """The value, unless it is an integer where Keras checks for a float; raises `Nested`."""
    if isinstance(value, int) and not isinstance(value, bool):
        message = f"Keras takes a number with a decimal point only, and this is {value}"
        problem = Problem("wrong_type", (), message, f"Write {value}.0.", suggestion=f"{value}.0")
        raise Nested([problem], float(value) if abs(value) < _BEYOND_FLOATS else None)
    return value


def _of_64_bits(value: int) -> int:
    if not -(2**63) <= value < 2**63:
        raise ValueError("must be an integer of 64 bits")
    return value


def _truncated(value: object) -> object:
    return int(value) if isinstance(value, float) and isfinite(value) else value


Int = Annotated[int, Strict()]
Bool = Annotated[bool, Strict(), Loose()]
StrictBool = Annotated[bool, Strict()] | None
"""Bool of arguments for which TensorFlow refuses numbers."""
Str = Annotated[str, Strict()]
StrictFloat = Annotated[float, Strict()]
Number = Int | StrictFloat
Float = Annotated[StrictFloat, Before(with_a_point)]
"""Float of arguments for which Keras refuses ``1``."""
Truncated = Annotated[int, Strict(), Before(_truncated)]
"""An integer of which Keras takes 2.0 as well: it truncates."""
PositiveInt = Annotated[int, Strict(), Gt(0)]
NonNegativeInt = Annotated[int, Strict(), Ge(0)]
Fraction = Annotated[Number, Ge(0), Le(1)]
PositiveNumber = Annotated[Number, Gt(0)]
Penalty = Annotated[Int, Ge(0)] | Annotated[StrictFloat, Ge(0), Finite()]
"""A finite number that is not negative."""
Seed = Annotated[Int, After(_of_64_bits)] | None
Sizes = PositiveInt | list[PositiveInt]
"""Size of all spatial dimensions, or a list with one of each."""
Steps = PositiveInt | list[Annotated[PositiveInt, Before(_whole)]]
"""Sizes of which Keras takes ``[2.0, 2.0]`` as well: it computes shapes with them, never a
weight.
"""
AnyCase = Before(_lower)
"""Reader of a `Literal` that Keras reads without regard to case."""
Axes = Int | list[Int]
"""Axis, or a list of several."""
WholeAxes = Annotated[Int, Before(_whole)] | list[Annotated[Int, Before(_whole)]]
"""Axes of which Keras takes 1.0 as well."""
DataFormat = Annotated[Literal["channels_last", "channels_first"], AnyCase] | None
Operand = Number | list[Any]
"""Number, or nested lists of numbers, from which TensorFlow makes a tensor."""
Pair = Int | Annotated[list[Int], Len(2, 2)]
"""Size of height and width, or a list of both."""
Anything = Any
