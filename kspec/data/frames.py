"""Data frames: tables that a caller has, columns by name, read as a file of them is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.data.arrays import NUMBERS, array_of
from kspec.data.errors import DataError
from kspec.data.layout import Block, layout
from kspec.data.place import Place, Reach
from kspec.data.stored import texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kspec.data.array import Array
    from kspec.data.model_io import ModelIO
    from kspec.data.samples import Raw
    from kspec.spec.training.data import Data

TIMES = "M"
"""The kind of dtypes that hold points in time."""


def is_frame(value: object) -> bool:
    """Whether a value is a table with named columns, of any library."""
    return hasattr(value, "columns") and hasattr(value, "dtypes") and hasattr(value, "__getitem__")


def read_frame(frame: Any, facts: Data, io: ModelIO, origin: str) -> Raw:
    """Read the features of a frame, and its targets where ``io`` has outputs; raises `DataError` as
    `read_csv` does.
    """
    header = [str(name) for name in frame.columns]
    place = Place(Path(origin), facts, io, Reach((Path(Path.cwd().anchor),)))  # the caller's own
    plan = layout(header, place)
    named = dict(zip(header, frame.columns, strict=True))
    columns = {name: frame[named[name]] for name in plan.names}
    arrays = [block_of(columns, block, origin) for block in plan.blocks]
    return plan.raw(arrays, place, header)


def block_of(columns: Mapping[str, Any], block: Block, origin: str) -> Array:
    """The array of a block; raises `DataError` for a column that it cannot take."""
    arrays = [_column(columns[name], name, block, origin) for name in block.names]
    return arrays[0] if len(arrays) == 1 and block.narrow else np.column_stack(arrays)


def _column(series: Any, name: str, block: Block, origin: str) -> Array:
    """Convert a column to numbers or texts, by the block."""
    array = array_of(series)
    if array.dtype.kind in NUMBERS and not block.texts:
        return array
    if array.dtype.kind == TIMES and block.texts is None:
        return array
    if block.texts is False:
        row, value = next(
            (row, value) for row, value in enumerate(array) if not isinstance(value, int | float)
        )
        raise DataError(
            f'{origin}: column "{name}" holds {value!r} in row {row}, which is not a number. '
            'Name the columns to use in "data": {"features": [...]}, or mend the frame.'
        )
    return texts(["" if _is_missing(value) else str(value) for value in array])


def _is_missing(value: object) -> bool:
    return value is None or type(value).__name__ in {"NAType", "NaTType"} or value != value  # noqa: PLR0124 - NaN is not itself
