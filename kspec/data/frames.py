"""Data frames of numbers of several kinds, which numpy takes for objects and Keras for numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NUMBERS = frozenset("biuf")
"""The kinds of dtypes, of numpy and of pandas, that hold numbers or truth values."""


def array_of(given: Any) -> NDArray[Any]:
    """An array of anything; of a frame whose columns are all numbers one of numbers, where what is
    missing is NaN.
    """
    array = np.asarray(given)
    dtypes = getattr(given, "dtypes", None)
    if array.dtype != object or dtypes is None:
        return array
    columns = np.atleast_1d(np.asarray(dtypes, dtype=object))
    if not all(getattr(dtype, "kind", "O") in NUMBERS for dtype in columns):
        return array
    return np.asarray(given.to_numpy(dtype="float64", na_value=np.nan))
