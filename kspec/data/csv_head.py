"""The first rows of a table in a CSV file, without numpy."""

import csv
from math import isfinite
from pathlib import Path

from kspec.analysis.observations import ArrayFacts
from kspec.data.layout import Block, layout
from kspec.data.place import Place
from kspec.data.plain_values import plain_values, unread_values
from kspec.data.text_head import text_head
from kspec.named_tuple import NamedTuple

SEPARATORS = ",;\t|"


class TableHead(NamedTuple):
    """The names of the columns and the first rows; ``complete`` where there are no others."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    complete: bool


def table_head(path: Path, separator: str | None) -> TableHead | None:
    """Read the head of a file; None for a file that is no table in UTF-8, with rows of one
    width.
    """
    try:
        text, complete = text_head(path)
        first = text.partition("\n")[0]
        reader = csv.reader(
            text.splitlines(keepends=True),
            delimiter=separator or max(SEPARATORS, key=first.count),
            strict=True,
        )
        lines = [tuple(cell.strip() for cell in row) for row in reader if row]
    except (UnicodeDecodeError, csv.Error, ValueError):
        return None
    if len({len(line) for line in lines}) != 1:
        return None
    return TableHead(lines[0], tuple(lines[1:]), complete)


def table_values(
    head: TableHead, place: Place
) -> tuple[dict[str, ArrayFacts | None], dict[str, ArrayFacts | None]]:
    """The facts of inputs and targets, by the names that the spec has for them; None for those of
    images, or of cells that are left empty.

    Raises `DataError` for a missing column.
    """
    plan = layout(head.header, place)
    x = {name: _values(head, block, target=False) for name, block in plan.inputs.items()}
    return x, {name: _values(head, block, target=True) for name, block in plan.targets.items()}


def _values(head: TableHead, block: Block, *, target: bool) -> ArrayFacts | None:
    places = [head.header.index(name) for name in block.names]
    cells = [row[place] for row in head.rows for place in places]
    if not cells or block.image is not None or not all(cells):
        return None
    single = len(places) == 1 and block.narrow
    sample = () if single else (len(places),)
    samples = len(head.rows) if head.complete else 0
    numbers = _numbers(cells) if block.texts is not True else None
    if numbers is None:
        return unread_values(sample, "string", samples)
    whole = block.texts is not False and all(map(_is_whole, numbers))
    dtype = "int64" if whole else "float32"
    return plain_values(
        numbers, sample, dtype, samples=samples, whole_array=head.complete, target=target
    )


def _numbers(cells: list[str]) -> list[float] | None:
    """The cells as numbers; None where one is a text."""
    try:
        return [float(cell) for cell in cells]
    except ValueError:
        return None


def _is_whole(number: float) -> bool:
    return isfinite(number) and number == int(number)
