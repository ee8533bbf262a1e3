"""Parquet files, columns by name, read in portions."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.data.errors import DataError
from kspec.data.layout import Block, layout
from kspec.data.stored import Growing, texts

if TYPE_CHECKING:
    from pathlib import Path

    from kspec.data.array import Array
    from kspec.data.place import Place
    from kspec.data.samples import Raw

PORTION = 1 << 16
"""How many rows are read in one go."""


def read_parquet(place: Place) -> Raw:
    """The features and targets of a Parquet file; a column of lists of one length is a block of its
    own.

    Needs pyarrow. Raises `DataError` as `read_csv` does.
    """
    path = place.path
    if find_spec("pyarrow") is None:
        raise DataError(f"To read {path}, kspec needs pyarrow: pip install 'kspec[parquet]'.")
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            header = file.schema_arrow.names
            plan = layout(header, place)
            arrays = _read(file, plan.blocks, path)
    except DataError:
        raise
    except (pa.ArrowException, ValueError, TypeError, OverflowError) as error:
        raise DataError(f"{path} cannot be read as Parquet: {error}.") from error
    return plan.raw(arrays, place, header)


def _read(file: Any, blocks: list[Block], path: Path) -> list[Any]:
    growing = [Growing() for _ in blocks]
    row = 0
    names = list(dict.fromkeys(name for block in blocks for name in block.names))
    for batch in file.iter_batches(PORTION, columns=names):
        for block, whole in zip(blocks, growing, strict=True):
            whole.add(_block(batch, block, path, row))
        row += batch.num_rows
    if not row:
        raise DataError(f"{path} holds no rows.")
    return [whole.array() for whole in growing]


def _block(batch: Any, block: Block, path: Path, start: int) -> Array:
    columns = [_column(batch.column(name), name, block, path, start) for name in block.names]
    if len(columns) == 1 and (block.narrow or columns[0].ndim > 1):
        return columns[0]
    return np.column_stack(columns)


def _column(column: Any, name: str, block: Block, path: Path, start: int) -> Array:
    """A column in numbers or texts, where it is what the block asks for."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.dictionary_decode(), kind.value_type
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return _lists(column, name, path)
    if pa.types.is_decimal(kind):
        column = column.cast(pa.float64())
    elif pa.types.is_date(kind):
        column = column.cast(pa.timestamp("us"))
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        array = texts([text or "" for text in column.to_pylist()])
    else:
        array = column.to_numpy(zero_copy_only=False)
    if (array.dtype == object) != bool(block.texts) and block.texts is not None:
        holds, takes = ("texts", "numbers") if array.dtype == object else ("numbers", "texts")
        place = f'{path}: column "{name}" holds {holds}'
        cure = f" {block.cure}" if array.dtype == object else ""
        raise DataError(
            f'{place} ("{array[0]}" in row {start}), and {takes} are asked for here.{cure}'
        )
    if array.dtype.kind in "mM" and block.texts is not None:
        raise DataError(
            f'{path}: column "{name}" holds times ("{array[0]}" in row {start}), which are no '
            f"numbers. {block.cure}"
        )
    if array.dtype == bool:
        return array.astype(np.int64 if block.texts is None else np.float32)
    return array.astype(np.float32) if array.dtype == float and _fits(array) else array


def _fits(values: Array) -> bool:
    """Whether values are the same to a network in half the memory."""
    return bool(np.isfinite(values).all() and np.abs(values).max() <= np.finfo(np.float32).max)


def _lists(column: Any, name: str, path: Path) -> Array:
    lists = column.to_pylist()
    widths = {len(one) if one is not None else 0 for one in lists}
    if len(widths) != 1:
        raise DataError(f'{path}: the lists in column "{name}" differ in length.')
    return np.array(lists)
