"""Tables as text, from files of any format."""

import csv
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from kspec.data.tables import SEPARATORS
from kspec.named_tuple import NamedTuple
from kspec.starter.columns import numbers_of
from kspec.starter.facts import StarterError

LOOKED_AT = 50_000
"""Rows of a table that are read; all are counted."""


class Cells(NamedTuple):
    """A table as text: the cells of each column by its name. ``rows`` may be more than are held."""

    source: str
    columns: dict[str, list[str]]
    rows: int


def cells_of_text(path: Path, shown: str) -> Cells:
    """The first rows of a CSV file.

    Raises `StarterError` for a file that is no table.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            reader = csv.reader(file, delimiter=max(SEPARATORS, key=first.count), strict=True)
            header = [name.strip() for name in next(reader, [])]
            _check(header, path)
            rows = list(islice((row for row in reader if row), LOOKED_AT))
            more = sum(1 for row in reader if row)
    except (UnicodeDecodeError, csv.Error) as error:
        raise StarterError(f"{path} cannot be read as CSV in UTF-8: {error}.") from error
    uneven = next((row for row in rows if len(row) != len(header)), None)
    if uneven is not None:
        raise StarterError(
            f"{path} has a row of {len(uneven)} cells, and its header names {len(header)} columns."
        )
    if not rows:
        raise StarterError(f"{path} holds no rows below its header.")
    columns = {name: [row[at].strip() for row in rows] for at, name in enumerate(header)}
    return Cells(shown, columns, len(rows) + more)


def _check(header: list[str], path: Path) -> None:
    """Refuse a first line that does not name columns."""
    if header and numbers_of(header) is not None:
        raise StarterError(f"The first line of {path} holds numbers: give the columns names there.")
    twice = next((name for at, name in enumerate(header) if name in header[:at]), None)
    if twice is not None:
        raise StarterError(f'{path} has two columns "{twice}": give each a name of its own.')


def cells_of_parquet(path: Path, shown: str) -> Cells:
    """The first rows of a Parquet file; yes and no are 1 and 0.

    Raises `StarterError` for a file that is no table, and where polars is not installed.
    """
    if find_spec("polars") is None:
        raise StarterError(f"To read {path}, kspec needs polars: pip install 'kspec[parquet]'.")
    import polars as pl

    try:
        table = pl.scan_parquet(path, glob=False)
        count = table.select(pl.len()).collect().item()
        by_column = table.head(LOOKED_AT).collect().to_dict(as_series=False)
    except (pl.exceptions.PolarsError, ValueError, TypeError, OverflowError) as error:
        raise StarterError(f"{path} cannot be read as Parquet: {error}.") from error
    if not by_column or not count:
        raise StarterError(f"{path} holds no rows.")
    columns = {}
    for name, values in by_column.items():
        if any(isinstance(value, list) for value in values):
            raise StarterError(
                f'{path}: column "{name}" holds lists, of which no first spec is made.'
            )
        columns[name] = [_text(value) for value in values]
    return Cells(shown, columns, count)


def _text(value: Any) -> str:  # noqa: ANN401 - of any column
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, bool) else str(value).strip()
