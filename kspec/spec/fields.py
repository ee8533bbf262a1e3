"""The types that fields are written in: strict scalars, as Keras checks them.

Nothing is coerced: ``"10"``, ``true`` and ``10.0`` are not integers.
"""

from __future__ import annotations

from math import isfinite
from typing import Annotated, Any, Literal

from annotated_types import Ge, Gt, Le
from pydantic import BeforeValidator, Strict, StrictBool, StrictFloat, StrictInt, StrictStr

from kspec.spec.problem import Problem
from kspec.spec.validation import Nested


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def with_a_point(value: object) -> object:
    """The value, unless it is an integer where Keras checks for a float; raises `Nested`."""
    if isinstance(value, int) and not isinstance(value, bool):
        message = f"Keras takes a number with a decimal point only, and this is {value}"
        problem = Problem("wrong_type", (), message, f"Write {value}.0.", suggestion=f"{value}.0")
        raise Nested([problem], float(value))
    return value


def _truncated(value: object) -> object:
    return int(value) if isinstance(value, float) and isfinite(value) else value


Int = StrictInt
Bool = StrictBool
Str = StrictStr
Number = StrictInt | StrictFloat
Float = Annotated[StrictFloat, BeforeValidator(with_a_point)]
"""For arguments that Keras checks to be of the type float, and refuses ``1`` for."""
Truncated = Annotated[int, Strict(), BeforeValidator(_truncated)]
"""An integer of which Keras takes 2.0 as well: it truncates."""
PositiveInt = Annotated[int, Strict(), Gt(0)]
NonNegativeInt = Annotated[int, Strict(), Ge(0)]
Fraction = Annotated[Number, Ge(0), Le(1)]
PositiveNumber = Annotated[Number, Gt(0)]
Seed = StrictInt | None
Sizes = PositiveInt | list[PositiveInt]
"""One integer for all spatial dimensions, or one for each."""
Steps = PositiveInt | list[Annotated[PositiveInt, BeforeValidator(_whole)]]
"""Sizes of which Keras takes ``[2.0, 2.0]`` as well: it computes shapes with them, never a
weight.
"""
AnyCase = BeforeValidator(_lower)
"""For a `Literal` that Keras reads without regard to case."""
Axes = StrictInt | list[StrictInt]
"""One axis, or several."""
DataFormat = Annotated[Literal["channels_last", "channels_first"], AnyCase] | None
Anything = Any
