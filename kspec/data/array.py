"""Type of arrays, for all of the package and for the executor."""

from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]
