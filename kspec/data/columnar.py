"""Tables that keep their types (Parquet, Arrow, JSON lines), read by polars in portions.

A column of images as Hugging Face writes it, an object of ``bytes`` and ``path``, is decoded.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.data.errors import DataError
from kspec.data.images import Embedded, images
from kspec.data.layout import Block, layout
from kspec.data.stored import Growing, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kspec.data.array import Array
    from kspec.data.place import Place
    from kspec.data.samples import Raw

PORTION = 1 << 16
"""Number of rows that are read at once."""
DECODED = 256
"""Number of images that are decoded at once."""
FORMATS = {
    ".parquet": ("Parquet", "scan_parquet"),
    ".pq": ("Parquet", "scan_parquet"),
    ".arrow": ("Arrow", "scan_ipc"),
    ".feather": ("Arrow", "scan_ipc"),
    ".jsonl": ("JSON lines", "scan_ndjson"),
    ".ndjson": ("JSON lines", "scan_ndjson"),
}
"""Format of a file by its suffix, and polars's function that reads it."""


def read_columnar(place: Place) -> Raw:
    """The features and targets of a file; a column of lists of one length is a block of its own.

    Needs polars. Raises `DataError` as `read_csv` does.
    """
    path = place.path
    name, scan = FORMATS[path.suffix.lower()]
    if find_spec("polars") is None:
        raise DataError(f"To read {path}, kspec needs polars: pip install 'kspec[parquet]'.")
    import polars as pl

    try:
        table = getattr(pl, scan)(path, **({} if scan == "scan_ndjson" else {"glob": False}))
        header = table.collect_schema().names()
        plan = layout(header, place)
        chosen = table.select(plan.names)
        frames = chosen.collect_batches(chunk_size=PORTION, maintain_order=True)
        arrays = read_frames(frames, plan.blocks, place)
    except DataError:
        raise
    except (pl.exceptions.PolarsError, ValueError, TypeError, OverflowError) as error:
        reason = str(error).partition("\n")[0]
        raise DataError(f"{path} cannot be read as {name}: {reason}.") from error
    return plan.raw(arrays, place, header)


def read_frames(frames: Iterable[Any], blocks: list[Block], place: Place) -> list[Any]:
    """The arrays of the blocks, from the frames of polars that a table is read in."""
    import polars as pl

    growing = [Growing() for _ in blocks]
    row = 0
    for frame in frames:
        for block, whole in zip(blocks, growing, strict=True):
            first = frame[block.names[0]]
            if block.image is not None and isinstance(first.dtype, pl.Struct):
                _add_images(first, block, whole, place)
            else:
                whole.add(_block(frame, block, place.path, row))
        row += frame.height
    if not row:
        raise DataError(f"{place.path} holds no rows.")
    return [whole.array() for whole in growing]


def _add_images(column: Any, block: Block, whole: Growing, place: Place) -> None:
    """Decode the images of a column; one without ``bytes`` is in the file of its ``path``."""
    for start in range(0, len(column), DECODED):
        cells = enumerate(column[start : start + DECODED], whole.count)
        files = [
            _image(cell or {}, f'column "{column.name}" in row {at}', place) for at, cell in cells
        ]
        place.check([file for file in files if isinstance(file, Path)])
        pixels = images(files, block.image)[:]
        if whole.count and whole.shape != pixels.shape[1:]:
            raise DataError(
                f"{files[0]} has images of another size than those before: give the input a "
                "shape, to which images are scaled."
            )
        whole.add(pixels)


def _image(cell: Mapping[str, Any], where: str, place: Place) -> Embedded | Path:
    if cell.get("bytes") is not None:
        return Embedded(cell["bytes"], f"{place.path}: {where}")
    if cell.get("path"):
        return place.path.parent / str(cell["path"])
    raise DataError(f"{place.path}: {where} holds no image.")


def _block(frame: Any, block: Block, path: Path, start: int) -> Array:
    columns = [_column(frame[name], block, path, start) for name in block.names]
    if len(columns) == 1 and (block.narrow or columns[0].ndim > 1):
        return columns[0]
    return np.column_stack(columns)


def _column(column: Any, block: Block, path: Path, start: int) -> Array:
    """Convert a column to numbers or texts; raises `DataError` where the block needs another
    type.
    """
    import polars as pl

    if isinstance(column.dtype, pl.List | pl.Array):
        return _lists(column, path)
    if isinstance(column.dtype, pl.Struct):
        kind = "images" if "bytes" in column.struct.fields else "objects"
        raise DataError(
            f'{path}: column "{column.name}" holds {kind}: images go alone to an input of (height, '
            f"width, channels). {block.cure}"
        )
    if isinstance(column.dtype, pl.String | pl.Categorical | pl.Enum):
        values = texts(column.cast(pl.String).fill_null("").to_list())
    else:
        values = _plain(column).to_numpy()
    place = f'{path}: column "{column.name}" holds'
    if (values.dtype == object) != bool(block.texts) and block.texts is not None:
        holds, takes = ("texts", "numbers") if values.dtype == object else ("numbers", "texts")
        cure = f" {block.cure}" if values.dtype == object else ""
        raise DataError(
            f'{place} {holds} ("{values[0]}" in row {start}), and {takes} are asked for here.{cure}'
        )
    if values.dtype.kind in "mM" and block.texts is not None:
        raise DataError(
            f'{place} times ("{values[0]}" in row {start}), which are no numbers. {block.cure}'
        )
    if values.dtype == bool:
        return values.astype(np.int64 if block.texts is None else np.float32)
    return values.astype(np.float32) if values.dtype == float and _fits(values) else values


def _plain(column: Any) -> Any:
    """Cast a column to a type that numpy has: decimals to numbers, dates to times, and missing
    booleans to NaN.
    """
    import polars as pl

    kind = column.dtype
    if isinstance(kind, pl.Decimal | pl.Null) or (kind == pl.Boolean and column.null_count()):
        return column.cast(pl.Float64)
    return column.cast(pl.Datetime("us")) if kind == pl.Date else column


def _fits(values: Array) -> bool:
    """Whether values are the same to a network in half the memory."""
    return bool(np.isfinite(values).all() and np.abs(values).max() <= np.finfo(np.float32).max)


def _lists(column: Any, path: Path) -> Array:
    lists = column.to_list()
    widths = {len(one) if one is not None else 0 for one in lists}
    if len(widths) != 1:
        raise DataError(f'{path}: the lists in column "{column.name}" differ in length.')
    return np.array(lists)
