"""From a source of data to the facts of a first spec."""

from __future__ import annotations

import csv
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kspec.data.files import open_npy, open_npz
from kspec.executor.data.bundled import read
from kspec.executor.data.ends import Ends
from kspec.executor.errors import DataError
from kspec.starter.arrays import facts_of_arrays, facts_of_pair
from kspec.starter.facts import Facts, StarterError
from kspec.starter.table import Cells, facts_of_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kspec.data.facts import Array

SEPARATORS = ",;\t|"
NAMED = ("sklearn:", "keras:")
LOOKED_AT = 50_000
"""Rows of a table that are looked at; all are counted."""


def facts_of(source: str, target: Sequence[str], task: str | None, shown: str) -> Facts:
    """What a source of data is; ``shown`` is how the spec is to name it.

    Raises `StarterError` for what cannot be read, or leaves no first spec.
    """
    name = Path(source.partition(":")[2] or source).stem
    try:
        facts = _read(source, target, task, shown)
    except DataError as error:
        raise StarterError(str(error)) from error
    except OSError as error:
        raise StarterError(f"{source} cannot be read: {error.strerror or error}.") from error
    return facts._replace(name=name)


def _read(source: str, target: Sequence[str], task: str | None, shown: str) -> Facts:
    if source.startswith(NAMED):
        raw = read(source, Ends({}, {}))
        return facts_of_pair(raw.x[""], raw.y[""], task, source)
    path = Path(source)
    if not path.exists():
        raise StarterError(f"There is no file {source}.")
    if path.suffix.lower() in {".csv", ".tsv"}:
        return facts_of_table(read_cells(path, shown), target, task, path.stem)
    if path.suffix.lower() == ".npz" or path.is_dir():
        arrays = _arrays(path)
        one = target[0] if target else None
        return facts_of_arrays(arrays, one, task, shown)
    raise StarterError(
        f"{source} is nothing that a spec is made for: sklearn:NAME, .csv, .tsv, .npz or a folder "
        "of .npy files is."
    )


def _arrays(path: Path) -> dict[str, Array]:
    try:
        if path.is_dir():
            return {file.stem: open_npy(file) for file in sorted(path.glob("*.npy"))}
        return open_npz(path)
    except (ValueError, EOFError) as error:
        raise StarterError(f"{path} cannot be read: {error}.") from error


def read_cells(path: Path, shown: str) -> Cells:
    """The first rows of a table as text.

    Raises `StarterError` for what is no table.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            separator = max(SEPARATORS, key=first.count)
            reader = csv.reader(file, delimiter=separator, strict=True)
            header = [name.strip() for name in next(reader, [])]
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
