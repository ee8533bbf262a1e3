"""The type of arrays, which all of the package and what trains on them say alike."""

from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]
