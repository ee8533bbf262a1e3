"""The types that fields are written in: strict scalars, as Keras checks them.

Nothing is coerced: ``"10"``, ``true`` and ``10.0`` are not integers.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from annotated_types import Ge, Gt, Le
from pydantic import BeforeValidator, Strict, StrictBool, StrictFloat, StrictInt, StrictStr


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


Int = StrictInt
Bool = StrictBool
Str = StrictStr
Number = StrictInt | StrictFloat
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
