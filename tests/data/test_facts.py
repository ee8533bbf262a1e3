"""Facts of arrays: ranges, strays, constants, classes and order, portion by portion."""

from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.data import facts
from kspec.data.facts import values_of
from kspec.data.files import open_npy, open_npz


def test_ranges_and_rows() -> None:
    values = values_of(np.array([[3.0, 1.0], [-2.0, 8.5], [0.0, 0.0]]))
    assert (values.samples, values.shape, values.dtype) == (3, (2,), "float64")
    assert (values.low, values.low_row, values.high, values.high_row) == (-2, 1, 8.5, 1)
    assert not values.whole
    assert values.typical == pytest.approx(np.sqrt((1 + 8.5**2) / 3))


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "int64", "uint8", "bool"])
def test_squares_are_added_up_in_every_dtype(dtype: str) -> None:
    x = np.tile([[1, 0], [1, 0], [0, 1]], (3000, 1)).astype(dtype)
    values = values_of(x)
    assert values.typical == pytest.approx(np.sqrt(2 / 3))
    assert (values.low_row, values.high_row, values.whole) == (0, 0, True)


def test_large_numbers_in_single_precision() -> None:
    assert values_of(np.full((2, 2), 1e30, np.float32)).typical == pytest.approx(1e30)


def test_strays_are_counted_and_the_first_is_named() -> None:
    x = np.zeros((6, 2, 3))
    x[4, 1, 2] = np.inf
    x[2, 0, 1] = x[2, 0, 2] = np.nan
    stray = values_of(x).stray
    assert stray is not None
    assert (stray.value, stray.row, stray.place) == ("NaN", 2, (0, 1))
    assert (stray.total, stray.rows) == (3, 2)
    assert stray.where == "row 2, at [0, 1]"


def test_strays_take_no_part_in_the_range() -> None:
    values = values_of(np.array([[np.inf], [1.0], [2.0]]))
    assert (values.low, values.high, values.high_row) == (1, 2, 2)


def test_nothing_but_strays_has_no_range() -> None:
    values = values_of(np.full((3, 2), np.nan))
    assert values.low is None
    assert values.stray is not None
    assert values.stray.total == 6


def test_constant_features() -> None:
    x = np.arange(12.0).reshape(4, 3)
    x[:, 1] = 7
    assert values_of(x).constants == (1,)
    assert values_of(x[:1]).constants == ()


@pytest.mark.parametrize(
    ("array", "dtype"),
    [
        (np.array(["a", "b"]), "string"),
        (np.array([b"a"]), "string"),
        (np.array([{}, []], object), "object"),
        (np.array(["2020-01-01"], "datetime64[D]"), "object"),
        (np.array([1j]), "complex128"),
        (np.zeros((0, 3), np.float32), "float32"),
    ],
)
def test_what_is_no_number_has_a_type_only(array: np.ndarray, dtype: str) -> None:
    values = values_of(array, target=True)
    assert values.dtype == dtype
    assert values.low is None
    assert values.counts is None


def test_labels() -> None:
    values = values_of(np.repeat([2, 0, 1], 20), target=True)
    assert values.counts == {0: 20, 1: 20, 2: 20}
    assert values.whole
    assert values.grouped
    assert values.rows is None


def test_one_hot_rows_count_their_classes() -> None:
    values = values_of(np.eye(3)[[0, 2, 2, 1, 0]], target=True)
    assert values.rows == "one_hot"
    assert values.counts == {0: 2, 1: 1, 2: 2}
    assert not values.grouped


def test_multi_hot_rows_have_a_row_with_two() -> None:
    flags = np.array([[0, 1, 1], [1, 0, 0], [0, 0, 0]])
    assert values_of(flags, target=True).rows == "multi_hot"
    assert values_of(flags[1:], target=True).rows is None


def test_masks_are_no_rows() -> None:
    assert values_of(np.ones((4, 2, 2), np.uint8), target=True).rows is None


@pytest.mark.parametrize("step", [1, -1])
def test_sorted_quantities_are_grouped(step: int) -> None:
    y = np.sort(np.random.default_rng(0).normal(size=200))
    assert values_of(y[::step], target=True).grouped
    assert not values_of(np.roll(y, 7), target=True).grouped


def test_shuffled_labels_and_constants_are_not_grouped() -> None:
    y = np.random.default_rng(0).permutation(np.repeat([0, 1], 50))
    assert not values_of(y, target=True).grouped
    assert not values_of(np.zeros(100), target=True).grouped


@given(
    st.lists(st.sampled_from([0.0, 1.0, -3.0, 2.5, float("nan"), float("inf")]), min_size=1),
    st.integers(1, 4),
)
def test_portions_change_nothing(numbers: list[float], size: int) -> None:
    y = np.array(numbers)
    whole = values_of(y, target=True)
    before = facts.PORTION
    facts.PORTION = size
    try:
        assert values_of(y, target=True) == whole
    finally:
        facts.PORTION = before


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
@pytest.mark.parametrize("order", ["C", "F"])
def test_archives_give_what_numpy_reads(
    tmp_path: Path, save: object, order: Literal["C", "F"]
) -> None:
    x = np.asarray(np.random.default_rng(0).normal(size=(30, 4)), order=order)
    path = tmp_path / "data.npz"
    save(path, x=x, labels=np.arange(30))  # type: ignore[operator]
    arrays = open_npz(path)
    np.testing.assert_array_equal(arrays["x"], x)
    np.testing.assert_array_equal(arrays["labels"], np.arange(30))
    assert isinstance(arrays["x"], np.memmap) is (save is np.savez)


def test_files_stay_on_the_disk(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.arange(12).reshape(6, 2))
    array = open_npy(tmp_path / "x.npy")
    assert isinstance(array, np.memmap)
    assert values_of(array).high == 11


def test_objects_are_not_unpickled(tmp_path: Path) -> None:
    path = tmp_path / "data.npz"
    np.savez(path, x=np.array([{}], object))
    with pytest.raises(ValueError, match="objects"):
        open_npz(path)
    path.write_bytes(b"no archive")
    with pytest.raises(ValueError, match=r"no \.npz archive"):
        open_npz(path)


def test_classes_at_every_place() -> None:
    found = values_of(np.eye(3)[np.arange(40).reshape(5, 8) % 3], target=True)
    assert (found.shape, found.rows, found.counts) == ((8, 3), "one_hot", {0: 14, 1: 13, 2: 13})


def test_texts_that_are_all_the_same_are_known() -> None:
    same, two = np.array(["a"] * 4, object), np.array(["a", "b"])
    assert values_of(same, target=True).only == "a"
    assert values_of(same).only is None
    assert values_of(two, target=True).only is None
    assert values_of(two[:0], target=True).only is None
