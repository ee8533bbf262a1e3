"""What is wrong with values themselves: none at all, NaN and infinity, labels out of range."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kspec.executor.errors import DataError

if TYPE_CHECKING:
    from kspec.executor.data.samples import Array, Raw


def check_lengths(raw: Raw) -> None:
    """All arrays have the same number of samples, and there are some."""
    arrays = {
        **{name or "x": x for name, x in raw.x.items()},
        **{n or "y": y for n, y in raw.y.items()},
    }
    for name, array in arrays.items():
        if array.ndim == 0:
            raise DataError(f'"{name}" of {raw.origin} is a single value, and no array of samples.')
        if array.dtype.kind not in "biufUS":
            message = (
                f'"{name}" of {raw.origin} holds {array.dtype} values, and no numbers or texts.'
            )
            raise DataError(message)
    lengths = {name: len(array) for name, array in arrays.items()}
    if len(set(lengths.values())) > 1:
        said = ", ".join(f'"{name}" has {length}' for name, length in lengths.items())
        raise DataError(f"The arrays of {raw.origin} differ in their number of samples: {said}.")
    if not next(iter(lengths.values())):
        raise DataError(f"{raw.origin} is empty: it holds no samples.")


def check_finite(array: Array, raw: Raw, what: str) -> None:
    """No NaN and no infinity; what Keras trains on in silence, to constant predictions."""
    if array.dtype.kind != "f":
        return
    bad = np.argwhere(~np.isfinite(array))
    if len(bad) == 0:
        return
    row, *place = (int(index) for index in bad[0])
    value = "NaN" if np.isnan(array[tuple(bad[0])]) else "infinite"
    column = raw.column(tuple(place)) if what == "input" and array.ndim > 1 else ""
    where = ", ".join(part for part in (raw.row(row), column) if part)
    rows = len(np.unique(bad[:, 0]))
    more = f" ({len(bad)} such values in {rows} rows)" if len(bad) > 1 else ""
    raise DataError(
        f"{raw.origin}: the {what} is {value} in {where}{more}. Remove the row or fill it in."
    )


def check_range(array: Array, raw: Raw, low: float, high: float, why: str) -> None:
    """All values lie from ``low`` to ``high``, both included; ``why`` says what asks for that."""
    bad = np.argwhere((array < low) | (array > high))
    if len(bad):
        row = int(bad[0][0])
        value = array[tuple(bad[0])]
        more = f" ({len(bad)} such values)" if len(bad) > 1 else ""
        raise DataError(
            f"{raw.origin}: the target is {value:g} in {raw.row(row)}{more}, "
            f"and must be from {low:g} to {high:g}: {why}."
        )
