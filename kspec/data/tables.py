"""Tables of text: CSV with a header, columns by name, read in portions."""

from __future__ import annotations

import csv
from itertools import accumulate, chain, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.data.cells import PORTION, MixedError, as_numbers
from kspec.data.errors import DataError
from kspec.data.layout import Block, layout
from kspec.data.lines import Lines
from kspec.data.regular import read_regular
from kspec.data.stored import Growing, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from kspec.data.array import Array
    from kspec.data.place import Place
    from kspec.data.samples import Raw

    Row = list[str]

SEPARATORS = ",;\t|"
LONGEST = (1 << 31) - 1
"""Largest number of characters in a cell; Python's own limit would refuse longer articles."""


def read_csv(place: Place) -> Raw:
    """Read the features and targets of a CSV file: UTF-8, a header, and the separator of the header
    by default.

    Without ``features``, every column that is nothing else is one.
    """
    path = place.path
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            separator = place.facts.separator or _separator(file)
            header = [name.strip() for name in next(_reader(file, separator), [])]
            if not header:
                raise DataError(f"{path} is empty: its first line must name the columns.")
            plan = layout(header, place)
            blocks = plan.blocks
            lines: Sequence[int]
            while True:
                try:
                    regular = read_regular(path, separator, header, blocks)
                    if regular is not None:
                        arrays, lines = regular
                    else:
                        file.seek(0)
                        arrays, lines = _read(_reader(file, separator), header, blocks, path)
                    break
                except MixedError as mixed:
                    blocks[mixed.at] = blocks[mixed.at]._replace(texts=True)
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path} cannot be read as CSV in UTF-8: {error}.") from error
    return plan.raw(arrays, place, header)._replace(lines=lines)


def _separator(file: Any) -> str:
    first = file.readline()
    file.seek(0)
    return max(SEPARATORS, key=first.count)


def _reader(file: Any, separator: str) -> Any:
    csv.field_size_limit(LONGEST)
    return csv.reader(file, delimiter=separator, strict=True)


def _read(
    reader: Any, header: Sequence[str], blocks: Sequence[Block], path: Path
) -> tuple[list[Any], Lines]:
    """The arrays of the blocks, and the lines of the rows."""
    lines = Lines()
    growing = [Growing() for _ in blocks]
    next(reader, None)
    for rows, numbers in _portions(reader, max(1, PORTION // max(1, len(header)))):
        _check_widths(rows, numbers, header, path)
        lines.add(numbers)
        for at, block in enumerate(blocks):
            portion = _parsed(rows, numbers, header, block, path)
            before = growing[at]
            if before.count and (portion.dtype == object) != (before.dtype == object):
                raise MixedError(at)
            before.add(portion)
    if not len(lines):
        raise DataError(f"{path} holds no rows below its header.")
    return [one.array() for one in growing], lines


def _portions(reader: Any, size: int) -> Iterator[tuple[list[Row], Sequence[int]]]:
    """Rows that are not empty, with the line that each ends on."""
    start = reader.line_num
    while rows := list(islice(reader, size)):
        numbers: Sequence[int] = range(start + 1, reader.line_num + 1)
        if len(numbers) != len(rows):
            numbers = list(accumulate((1 + _breaks(row) for row in rows), initial=start))[1:]
        if not all(rows):
            numbers = [line for row, line in zip(rows, numbers, strict=True) if row]
            rows = [row for row in rows if row]
        yield rows, numbers
        start = reader.line_num


def _breaks(row: Row) -> int:
    """Number of line ends within the cells of a row."""
    return sum(cell.count("\n") for cell in row)


def _check_widths(
    rows: list[Row], numbers: Sequence[int], header: Sequence[str], path: Path
) -> None:
    width = len(header)
    for row, line in zip(rows, numbers, strict=True):
        if len(row) != width:
            raise DataError(
                f"{path}:{line} has {len(row)} cells, and the header names {width} columns."
            )


def _parsed(
    rows: list[Row], numbers: Sequence[int], header: Sequence[str], block: Block, path: Path
) -> Array:
    """The cells of a block as numbers, or as texts where it may hold them."""
    indices = [header.index(name) for name in block.names]
    pick = _picker(indices)
    if block.texts is not True:
        try:
            cells = np.fromiter(
                map(float, chain.from_iterable(map(pick, rows))), float, len(rows) * len(indices)
            )
            return as_numbers(cells.reshape(len(rows), -1), block)
        except ValueError:
            if block.texts is False:
                raise _not_a_number(rows, numbers, header, block, path) from None
    cells = texts([cell.strip() for row in rows for cell in pick(row)])
    return cells if len(indices) == 1 else cells.reshape(len(rows), -1)


def _picker(indices: Sequence[int]) -> Callable[[Row], Sequence[str]]:
    """Function that takes these cells of a row; `itemgetter` returns a single one bare."""
    if len(indices) == 1:
        return lambda row: (row[indices[0]],)
    first, second, *more = indices
    return itemgetter(first, second, *more)


def _not_a_number(
    rows: list[Row], numbers: Sequence[int], header: Sequence[str], block: Block, path: Path
) -> DataError:
    for line, row in zip(numbers, rows, strict=True):
        for name in block.names:
            cell = row[header.index(name)].strip()
            try:
                float(cell)
            except ValueError:
                fault = f'holds "{cell}", which is not a number' if cell else "is empty"
                return DataError(f'{path}:{line}: column "{name}" {fault}. {block.cure}')
    return DataError(f"{path} holds cells that are not numbers.")
