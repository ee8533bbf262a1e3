"""Tables of text: CSV with a header, columns by name."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kspec.executor.data.samples import Raw
from kspec.executor.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kspec.executor.data.ends import Ends
    from kspec.executor.data.samples import Array
    from kspec.spec.training.data import Data

SEPARATORS = ",;\t|"


class Table(NamedTuple):
    """The cells of a file as text, with the line of the file that each row ends on."""

    path: Path
    header: list[str]
    rows: list[list[str]]
    lines: list[int]


def read_csv(path: Path, facts: Data, ends: Ends) -> Raw:
    """The features and targets of a CSV file: UTF-8, a header, and a separator that is seen from it
    where ``facts`` do not say it.

    Without ``features``, every column that is no target is one.
    """
    if facts.target is None and ends.outputs:
        message = f'Which column of {path} is the target? Write "data": {{"target": "..."}}.'
        raise DataError(message)
    table = _table(path, facts.separator)
    target = _by_end(facts.target)
    for names in target.values() if ends.outputs else ():
        _check_names(table, names)
    used = {name for names in target.values() for name in names}
    features = _by_end(facts.features) or {"": [name for name in table.header if name not in used]}
    inputs = {}
    for end, names in features.items():
        declared = ends.inputs.get(end) or next(iter(ends.inputs.values()))
        inputs[end] = _block(table, names, texts=declared.dtype == "string")
    targets = {
        end: _block(table, names, texts=True) for end, names in target.items() if ends.outputs
    }
    columns = tuple(next(iter(features.values()))) if len(features) == 1 else ()
    return Raw(inputs, targets, str(path), columns, tuple(table.lines))


def _by_end(names: Any) -> dict[str, list[str]]:
    """Columns by input or output name, or under "" where there is one of each."""
    if names is None:
        return {}
    by_end = names if isinstance(names, Mapping) else {"": names}
    return {end: [one] if isinstance(one, str) else list(one) for end, one in by_end.items()}


def _table(path: Path, separator: str | None) -> Table:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            separator = separator or max(SEPARATORS, key=first.count)
            reader = csv.reader(file, delimiter=separator, strict=True)
            header = [name.strip() for name in next(reader, [])]
            rows, lines = [], []
            for row in reader:
                if row:
                    rows.append(row)
                    lines.append(reader.line_num)
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path} cannot be read as CSV in UTF-8: {error}.") from error
    for row, line in zip(rows, lines, strict=True):
        if len(row) != len(header):
            message = (
                f"{path}:{line} has {len(row)} cells, and the header names {len(header)} columns."
            )
            raise DataError(message)
    if not rows:
        raise DataError(f"{path} holds no rows below its header.")
    return Table(path, header, rows, lines)


def _block(table: Table, names: Sequence[str], *, texts: bool) -> Array:
    """Columns side by side; one column alone is a vector. ``texts`` lets what is no number be."""
    _check_names(table, names)
    indices = [table.header.index(name) for name in names]
    cells = np.array([[row[index].strip() for index in indices] for row in table.rows])
    try:
        block: Array = cells.astype(np.float64)
    except ValueError:
        if not texts:
            raise _not_a_number(table, cells, names) from None
        block = cells
    if texts and block.dtype.kind == "f" and np.array_equal(block, np.round(block)):
        block = block.astype(np.int64)
    return block[:, 0] if len(names) == 1 and texts else block


def _check_names(table: Table, names: Sequence[str]) -> None:
    for name in names:
        if name not in table.header:
            known = ", ".join(f'"{column}"' for column in table.header)
            raise DataError(f'{table.path} has no column "{name}"; it has: {known}.')


def _not_a_number(table: Table, cells: Array, names: Sequence[str]) -> DataError:
    for line, row in zip(table.lines, cells, strict=True):
        for name, cell in zip(names, row, strict=True):
            try:
                float(cell)
            except ValueError:
                what = f'holds "{cell}", which is not a number' if cell else "is empty"
                return DataError(
                    f'{table.path}:{line}: column "{name}" {what}. '
                    'Name the columns to use in "data": {"features": [...]}, or mend the file.'
                )
    return DataError(f"{table.path} holds cells that are not numbers.")
