"""Checks of values: none at all, NaN and infinity, labels out of range."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kspec.data.errors import DataError
from kspec.data.facts import portions
from kspec.data.stored import is_on_disk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kspec.data.array import Array
    from kspec.data.samples import Raw


def check_lengths(raw: Raw) -> None:
    """All arrays have the same number of samples, and there are some."""
    arrays: dict[str, Array] = {}
    for word, group in (("x", raw.x), ("y", raw.y), ("sample_weight", raw.aside.weights)):
        for name, array in group.items():
            arrays[word if word == "sample_weight" or not name else name] = array
    _check_kinds(raw, arrays)
    lengths = {name: len(array) for name, array in arrays.items()}
    for field in ("group", "time", "stratify"):
        if getattr(raw.aside, field) is not None:
            lengths[field] = len(getattr(raw.aside, field))
    if len(set(lengths.values())) > 1:
        listed = ", ".join(f'"{name}" has {length}' for name, length in lengths.items())
        raise DataError(f"The arrays of {raw.origin} differ in their number of samples: {listed}.")
    if not next(iter(lengths.values())):
        raise DataError(f"{raw.origin} is empty: it holds no samples.")


def _check_kinds(raw: Raw, arrays: Mapping[str, Array]) -> None:
    for name, array in arrays.items():
        if array.ndim == 0:
            raise DataError(f'"{name}" of {raw.origin} is a single value, and no array of samples.')
        if array.dtype.kind not in "biufUS" and not _holds_texts(array):
            message = (
                f'"{name}" of {raw.origin} holds {array.dtype} values, and no numbers or texts.'
            )
            raise DataError(message)


def _holds_texts(array: Array) -> bool:
    """Whether all objects are texts; an array that was read in portions is known to be."""
    if array.dtype.kind != "O" or is_on_disk(array):
        return array.dtype.kind == "O"
    return all(isinstance(item, str) for item in array.flat)


def check_finite(array: Array, raw: Raw, kind: str) -> None:
    """Refuse NaN and infinity, on which Keras trains in silence, to constant predictions."""
    if array.dtype.kind != "f":
        return
    first, count, rows = _first_wrong(array, lambda portion: ~np.isfinite(portion))
    if first is None:
        return
    row, *place = first
    value = "NaN" if np.isnan(array[row : row + 1][0][tuple(place)]) else "infinite"
    column = raw.column(tuple(place)) if kind.startswith("input") and array.ndim > 1 else ""
    where = ", ".join(part for part in (raw.row(row), column) if part)
    more = f" ({count} such values in {rows} rows)" if count > 1 else ""
    raise DataError(
        f"{raw.origin}: the {kind} is {value} in {where}{more}. Remove the row or fill it in."
    )


def check_range(array: Array, raw: Raw, low: float, high: float, why: str) -> None:
    """Refuse values that are not from ``low`` to ``high``, both included; ``why`` is the reason in
    words.
    """
    first, count, _ = _first_wrong(array, lambda portion: (portion < low) | (portion > high))
    if first is not None:
        row, *place = first
        value = array[row : row + 1][0][tuple(place)]
        more = f" ({count} such values)" if count > 1 else ""
        raise DataError(
            f"{raw.origin}: the target is {value:g} in {raw.row(row)}{more}, "
            f"and must be from {low:g} to {high:g}: {why}."
        )


def _first_wrong(
    array: Array, wrong: Callable[[Array], Array]
) -> tuple[tuple[int, ...] | None, int, int]:
    """Find the first wrong value, the number of wrong values, and the number of rows with one."""
    first, count, rows = None, 0, 0
    for start, portion in portions(array):
        bad = wrong(portion)
        if not bad.any():
            continue
        places = np.argwhere(bad)
        if first is None:
            first = (start + int(places[0][0]), *map(int, places[0][1:]))
        count += len(places)
        rows += len(np.unique(places[:, 0]))
    return first, count, rows
