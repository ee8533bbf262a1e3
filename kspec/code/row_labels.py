"""Loops that set ones in the rows of an array of zeros, one for each label of a sample."""

import ast
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kspec.code.reader import Reader
from kspec.code.storing import replace
from kspec.code.values import Value


@lru_cache(maxsize=64)
def array_of_labels(loop: ast.For | ast.AsyncFor) -> str | None:
    """The name of the array in whose row a loop inside sets several ones; None for others."""
    for inner in loop.body:
        if isinstance(inner, ast.For):
            for array, row, column in _set_to_one(inner.body):
                is_of_row = row in _names(loop.target) and row not in _names(inner.target)
                if is_of_row and _names(inner.target) & _names(column):
                    return array
    return None


def _names(node: ast.expr) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _set_to_one(body: Sequence[ast.stmt]) -> Iterator[tuple[str, str, ast.expr]]:
    """The array, the row and the column of ``array[row, column] = 1`` in each run of a body, or
    where a label is a known one.
    """
    for statement in body:
        match statement:
            case ast.Assign(
                [ast.Subscript(ast.Name(array), ast.Tuple([ast.Name(row), column]))],
                ast.Constant(1),
            ):
                yield array, row, column
            case ast.If(ast.Compare(_, [ast.In()]), inside):
                yield from _set_to_one(inside)


def note_labels(reader: Reader, name: str, before: Value) -> None:
    """Take note that rows which were zeros before a loop hold a one for each of several labels."""
    from kspec.code.data.array import Array, known

    now = reader.scope.find(name)
    if not isinstance(before, Array) or not isinstance(now, Array) or now.shape is None:
        return
    was_zero = before.limits is not None and before.limits.constant == 0
    is_table = len(now.shape) == 2 and known(now.shape[1]) != 1
    if was_zero and is_table and now.limits is not None and now.limits[:2] == (0, 1):
        labels = now.changed(encoding="multi_hot")
        reader.bind(name, labels)
        replace(reader, now, labels)
