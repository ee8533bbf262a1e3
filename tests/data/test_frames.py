"""Frames as pandas has them, which need not be installed."""

from typing import Any

import numpy as np
import pytest

from kspec.data.arrays import as_array, by_name


class Frame:
    """Stand-in for a data frame: a dtype for each column, and the values."""

    def __init__(self, *columns: Any) -> None:
        self.columns = [np.asarray(column) for column in columns]
        self.dtypes = [column.dtype for column in self.columns]

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return np.stack([column.astype(object) for column in self.columns], axis=1)

    def to_numpy(self, dtype: str, na_value: float) -> Any:
        return np.stack([column.astype(dtype) for column in self.columns], axis=1)


@pytest.mark.parametrize("read", [as_array, lambda given: by_name(given, ["x"])[""]])
def test_numbers_of_several_kinds_are_numbers(read: Any) -> None:
    found = read(Frame([1, 2], [True, False], [0.5, 1.5]))
    assert found.dtype == np.float64
    assert found.tolist() == [[1, 1, 0.5], [2, 0, 1.5]]
    assert read(Frame([1, 2], ["a", "b"])).dtype == object
