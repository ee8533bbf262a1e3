"""Facts of a table: its features, and its target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kspec.spec.suggest import nearest
from kspec.starter.columns import column_of, has_gaps, is_missing, numbers_of
from kspec.starter.facts import COPYING, Facts, Input, StarterError, Target
from kspec.starter.task import target_of, target_of_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kspec.starter.cells import Cells
    from kspec.starter.columns import Column

USUAL = ("target", "label", "labels", "class", "y", "outcome")
"""Names that a target often has."""
WHY = {
    "identifier": "it is another in nearly every row",
    "date": "it holds dates",
    "constant": "it is the same in every row",
    "gaps": "some of its numbers are missing",
}
"""Reasons why a column is left out."""


def facts_of_table(table: Cells, target: Sequence[str], task: str | None, name: str) -> Facts:
    """Facts of a table, with its columns as features except the target.

    Raises `StarterError` where no target or no feature is left.
    """
    notes: list[str] = []
    if task == COPYING and not target:
        columns = [column_of(*column) for column in table.columns.items()]
        inputs = tuple(one for one in _inputs(columns) if one.kind == "numbers")
        guessed = _copied(table, inputs)
    else:
        targets = tuple(target) or _usual(table, notes)
        for column in targets:
            _check(table, column)
        task, guessed = _target(table, targets, task)
        guessed = guessed._replace(columns=targets if len(targets) > 1 else targets[0])
        columns = [column_of(*one) for one in table.columns.items() if one[0] not in targets]
        inputs = tuple(_inputs(columns))
    if not inputs:
        raise StarterError(f"No column of {table.source} is left to learn from.")
    used = {name for feed in inputs for name in _names(feed)}
    notes += [_left_out(column) for column in columns if column.name not in used]
    if len(inputs) == 1 and len(used) == len(columns):
        inputs = (inputs[0]._replace(columns=None),)
    return Facts(name, task, inputs, guessed, table.source, table.rows, tuple(notes))


def _left_out(column: Column) -> str:
    why = WHY.get(column.kind, "it holds texts")
    hint = f'; "data": {{"time": "{column.name}"}} holds out the latest rows'
    return f'"{column.name}" is left out: {why}{hint if column.kind == "date" else ""}'


def _names(feed: Input) -> tuple[str, ...]:
    return feed.columns if isinstance(feed.columns, tuple) else (feed.columns or "",)


def _copied(table: Cells, inputs: Sequence[Input]) -> Target:
    """Target of an autoencoder: the numbers of the inputs."""
    numbers = [numbers_of(table.columns[name]) for feed in inputs for name in _names(feed)]
    if not numbers:
        return Target()
    _, target = target_of("regression", np.array(numbers).T)
    return target._replace(encoding=None)


def _usual(table: Cells, notes: list[str]) -> tuple[str, ...]:
    names = list(table.columns)
    lower = {name.lower(): name for name in names}
    usual = next((lower[name] for name in USUAL if name in lower), None)
    why = "by its name" if usual is not None else "the last column"
    usual = names[-1] if usual is None else usual
    notes.append(f'the target is "{usual}" ({why}); --target names another')
    return (usual,)


def _check(table: Cells, column: str) -> None:
    if column not in table.columns:
        meant = nearest(column, table.columns)
        known = ", ".join(f'"{name}"' for name in list(table.columns)[:20])
        hint = f'did you mean "{meant}"?' if meant else f"it has {known}."
        raise StarterError(f'{table.source} has no column "{column}": {hint}')
    cells = table.columns[column]
    gaps = has_gaps(cells)
    missing = [cell for cell in cells if not cell or (gaps and is_missing(cell))]
    if missing:
        row = cells.index(missing[0]) + 1
        raise StarterError(
            f'The target "{column}" is missing in row {row} of {table.source}: '
            "leave such rows out first."
        )


def _target(table: Cells, names: tuple[str, ...], task: str | None) -> tuple[str, Target]:
    numbers = [numbers_of(table.columns[name]) for name in names]
    arrays = [np.array(one) for one in numbers if one is not None]
    if len(arrays) == len(names):
        array = arrays[0] if len(arrays) == 1 else np.stack(arrays, axis=1)
        return target_of(task, array)
    if len(names) > 1:
        raise StarterError("Several target columns must hold numbers.")
    different, codes = np.unique(np.array(table.columns[names[0]]), return_inverse=True)
    return target_of_texts(task, codes, tuple(map(str, different)))


def _inputs(columns: Sequence[Column]) -> Iterator[Input]:
    """All numbers as one input, and one for each column of texts."""
    numbers = tuple(column.name for column in columns if column.kind == "number")
    used = {"numbers", "features"}
    if numbers:
        yield Input("numbers", "numbers", (len(numbers),), numbers)
    for column in columns:
        if column.kind in {"category", "label", "text"}:
            name = _layer_name(column.name, used)
            used.add(name)
            words = column.different if column.kind == "category" else ()
            yield Input(name, column.kind, (1,), column.name, words, column.length)


def _layer_name(column: str, used: set[str]) -> str:
    """The column's name as Keras takes it for an input."""
    letters = (one if one.isascii() and one.isalnum() else "_" for one in column)
    plain = "".join(letters).strip("_") or "column"
    name, number = plain, 2
    while name in used or f"{name}_features" in used:
        name, number = f"{plain}_{number}", number + 1
    return name
