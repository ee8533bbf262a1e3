"""Large regular tables of text, read by polars.

Polars fills short rows and cuts long ones, so that a table is counted first; one with quotes, blank
lines or rows of another width is left to the reader that knows every line.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from kspec.data.cells import PORTION, MixedError, as_numbers
from kspec.data.stored import Growing, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kspec.data.array import Array
    from kspec.data.layout import Block

SMALLEST = 4 << 20
"""Bytes from which on polars reads a table in less time than its import takes."""
CHUNK = 1 << 24
"""Number of bytes that are counted at once."""


class IrregularError(Exception):
    """Error of a table that polars reads in another way than Python, or cannot read."""


def read_regular(
    path: Path, separator: str, header: Sequence[str], blocks: Sequence[Block]
) -> tuple[list[Any], range] | None:
    """The arrays of the blocks and the lines of the rows; None for a table that is small or
    irregular, and where polars is not installed.

    Raises `MixedError` for a block that turns out to hold texts.
    """
    if path.stat().st_size < SMALLEST or find_spec("polars") is None:
        return None
    import polars as pl

    try:
        rows = _count_rows(path, separator, len(header))
        arrays = [Growing() for _ in blocks]
        for frame in _frames(path, separator, header, blocks):
            for at, block in enumerate(blocks):
                arrays[at].add(_block(frame, at, block))
        if not rows or any(array.count != rows for array in arrays):
            return None
        return [array.array() for array in arrays], range(2, rows + 2)
    except (IrregularError, pl.exceptions.PolarsError):
        return None


def _count_rows(path: Path, separator: str, width: int) -> int:
    """Count the rows below the header, where each takes one line."""
    lines = separators = 0
    before = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            lines += chunk.count(b"\n")
            separators += chunk.count(separator.encode())
            joint = before + chunk
            if b'"' in chunk or b"\n\n" in joint or b"\n\r" in joint or _bare_return(joint):
                raise IrregularError
            before = chunk[-1:]
    lines += before != b"\n"
    if before == b"\r" or separators != lines * (width - 1):
        raise IrregularError
    return lines - 1


def _bare_return(chunk: bytes) -> bool:
    """Whether a lone carriage return ends a line; one at the very end is not judged."""
    return b"\r" in chunk and chunk.count(b"\r") - chunk.endswith(b"\r") != chunk.count(b"\r\n")


def _frames(
    path: Path, separator: str, header: Sequence[str], blocks: Sequence[Block]
) -> Iterator[Any]:
    """Portions of the table, with the columns of the blocks by name."""
    import polars as pl

    only_numbers = {name for block in blocks if block.texts is False for name in block.names}
    either = {name for block in blocks if block.texts is not False for name in block.names}
    if not only_numbers.isdisjoint(either):
        raise IrregularError
    last = header[-1]
    names = dict.fromkeys([*(name for block in blocks for name in block.names), last])
    kinds = [pl.Float64 if name in only_numbers else pl.String for name in header]
    whole = pl.scan_csv(
        path,
        has_header=False,
        skip_rows=1,
        separator=separator,
        quote_char=None,
        glob=False,
        schema={str(at): kind for at, kind in enumerate(kinds)},
    )
    columns = [pl.col(str(_place(name, header))).alias(name) for name in names]
    size = max(1, PORTION // len(header))
    for frame in whole.select(columns).collect_batches(chunk_size=size, maintain_order=True):
        # a row that is too short is filled; with the right number of separators, none is too long
        if frame[last].null_count():
            raise IrregularError
        yield frame


def _place(name: str, header: Sequence[str]) -> int:
    """Index of a column: the last of its name, so that each row is read to its end."""
    return len(header) - 1 - header[::-1].index(name)


def _block(frame: Any, at: int, block: Block) -> Array:
    """The cells of a block as numbers, or as texts where it may hold them."""
    import polars as pl

    columns = frame.select(block.names)
    if block.texts is None:
        try:
            columns = columns.cast(pl.Float64)
        except pl.exceptions.PolarsError:
            _check_texts(columns)
            raise MixedError(at) from None
    if block.texts is True:
        rows = columns.fill_null("").rows()
        cells = texts([cell.strip() for row in rows for cell in row])
        return cells if len(block.names) == 1 else cells.reshape(len(rows), -1)
    if any(column.null_count() for column in columns):
        raise IrregularError
    return as_numbers(columns.to_numpy(order="c"), block)


def _check_texts(columns: Any) -> None:
    """Raise `IrregularError` where Python takes every cell for a number."""
    for column in columns:
        for cell in column.unique():
            try:
                float(cell or "")
            except ValueError:
                return
    raise IrregularError
