"""Splits of data into training and test data, and the names of their parts."""

import ast
import re
from collections.abc import Container, Iterator

from kspec.code.names import name_of
from kspec.code.source import Source

_TEST = r"(?a)(?:^|[._])(?:test|testing|val|valid|validation)(?:_|$)|(?:[a-z]|\b[XY])(?:Test|Val)"
_TRAIN = r"(?a)(?:^|[._])(?:train|training)(?:_|$)|(?:[a-z]|\b[XY])Train"
SPLIT = "sklearn.model_selection.train_test_split"


def split_names(source: Source) -> tuple[set[str], set[str]]:
    """The names of the parts of all splits: those to train on, and those to test."""
    pairs = [pair for names, _ in _splits(source) for pair in _pairs(names)]
    return {train for train, _ in pairs}, {test for _, test in pairs}


def is_training(name: str, train: Container[str]) -> bool:
    """Whether a variable holds training data: by its name, or as one of these parts of splits."""
    return name in train or re.search(_TRAIN, name) is not None


def is_test(name: str, train: Container[str], test: Container[str]) -> bool:
    """Whether a variable holds test data: by its name, or as a test part of splits."""
    of_split = name in test and name not in train
    return of_split or (re.search(_TEST, name) is not None and re.search(_TRAIN, name) is None)


def parts_of_sets(source: Source) -> Iterator[tuple[str, str]]:
    """The names of arrays to train on, each with that of its test part: of all splits, and of the
    sets ``(x, y), (x_test, y_test) = load_data()``.
    """
    for names, _ in _splits(source):
        yield from _pairs(names)
    for node in source.of(ast.Assign):
        match node.targets[0]:
            case ast.Tuple(elts=[ast.Tuple(elts=[_, _] as train), ast.Tuple(elts=[_, _] as test)]):
                yield from zip(map(_name, train), map(_name, test), strict=True)
            case _:
                yield from _cut_apart(node)


def _cut_apart(statement: ast.Assign) -> Iterator[tuple[str, str]]:
    """The names of both parts of an array: ``train, test = x[:n], x[n:]``, scaled or not."""
    match statement:
        case ast.Assign(
            targets=[ast.Tuple(elts=[ast.Name(id=train), ast.Name(id=test)])],
            value=ast.Tuple(elts=[first, second]),
        ):
            head, tail = (cut_of(undivided(one)) for one in (first, second))
            if head is not None and tail is not None and (head[:2], tail[2]) == (tail[:2], True):
                yield train, test


def cut_of(part: ast.expr) -> tuple[str, str, bool] | None:
    """The array that ``x[:n]`` or ``x[n:]`` cuts in two, also as ``x[0:n]`` or ``x[n:m]``, the
    place of the cut, and whether it is the second part.
    """
    table = table_cut(part)
    if not isinstance(part, ast.Subscript) or not isinstance(table, ast.Name):
        return None
    rows = part.slice
    if isinstance(rows, ast.Tuple) and rows.elts:
        rows = rows.elts[0]
    if not isinstance(rows, ast.Slice):
        return None
    lower = None if getattr(rows.lower, "value", None) == 0 else rows.lower
    if isinstance(lower, ast.Constant) and rows.upper is not None:
        return None
    place = lower or rows.upper
    if lower and isinstance(place, ast.BinOp) and isinstance(place.op, ast.Sub):
        place = place.left  # the test begins with the steps before it
    return table.id, ast.unparse(place) if place else "", lower is not None


def table_cut(part: ast.expr) -> ast.expr | None:
    """The array or table of which square brackets take a part, by ``iloc`` or without."""
    table = part.value if isinstance(part, ast.Subscript) else None
    return table.value if isinstance(table, ast.Attribute) and table.attr == "iloc" else table


def undivided(node: ast.expr) -> ast.expr:
    """The dividend of a division by a number, or an expression as it is."""
    match node:
        case ast.BinOp(left=left, op=ast.Div(), right=ast.Constant()):
            return left
    return node


def _pairs(names: list[str]) -> Iterator[tuple[str, str]]:
    """Training and test part of each array of a split."""
    return zip(names[::2], names[1::2], strict=False)


def split_parts(source: Source) -> dict[str, ast.expr]:
    """The parts of all splits by their names, each with the array that is split."""
    return {
        name: call.args[at // 2]
        for names, call in _splits(source)
        for at, name in enumerate(names)
        if at // 2 < len(call.args) and source.is_bound_once(name)
    }


def _splits(source: Source) -> Iterator[tuple[list[str], ast.Call]]:
    """The names that each split binds, and its call."""
    for node in source.of(ast.Assign):
        match node.targets[0], node.value:
            case ast.Tuple(elts=parts), ast.Call() as call if source.callee(call) == SPLIT:
                yield list(map(_name, parts)), call


def _name(node: ast.expr) -> str:
    return name_of(node) or ""
