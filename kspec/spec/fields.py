"""The types that fields are written in: strict scalars, as Keras checks them.

Nothing is coerced: ``"10"``, ``true`` and ``10.0`` are not integers.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from annotated_types import Ge, Gt, Le
from pydantic import Strict, StrictBool, StrictFloat, StrictInt, StrictStr

Int = StrictInt
Bool = StrictBool
Str = StrictStr
Number = StrictInt | StrictFloat
PositiveInt = Annotated[int, Strict(), Gt(0)]
NonNegativeInt = Annotated[int, Strict(), Ge(0)]
Fraction = Annotated[Number, Ge(0), Le(1)]
PositiveNumber = Annotated[Number, Gt(0)]
Seed = StrictInt | None
Sizes = StrictInt | list[StrictInt]
"""One integer for all spatial dimensions, or one for each."""
DataFormat = Literal["channels_last", "channels_first"] | None
Anything = Any
