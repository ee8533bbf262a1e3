"""Windows of a series that a program makes itself, and the values that they are to predict."""

import ast
from collections import Counter
from collections.abc import Iterator

from kspec.code.names import name_of
from kspec.code.source import Source, argument
from kspec.code.usage.order import list_of
from kspec.code.usage.splits import SPLIT
from kspec.named_tuple import NamedTuple
from kspec.source.outline import Problems, SyntaxProblem


class _Windows(NamedTuple):
    """List that a loop fills with windows of a series, and the call that appends one."""

    name: str
    loop: ast.For
    window: ast.Subscript
    value: ast.Subscript
    """The value of the same series that the loop appends to another list, or reads for it."""


def shuffled_windows(source: Source) -> Problems:
    """Each random split of windows that overlap, of which a next value is the target."""
    windows = {one.name: one.loop for one in _windows(source)}
    for split in source.calls if windows else ():
        x = argument(split, 0, "")
        if source.callee(split) != SPLIT or not isinstance(x, ast.Name):
            continue
        shuffle = argument(split, None, "shuffle")
        filled = list_of(x, source)
        loop = windows.get(name_of(filled) or "")
        if shuffle is not None and getattr(shuffle, "value", True) is not True:
            continue
        if (
            filled is not None
            and loop is not None
            and source.scope_of(filled) is source.scope_of(loop)
        ):
            yield SyntaxProblem(
                "train-validation-overlap",
                f"`{x.id}` holds windows that overlap, and a random split puts the values of one "
                "into both parts: the test shows too good a result",
                "Split by time: train_test_split(..., shuffle=False), or before the windows.",
                source.places.span(split),
                ((source.places.span(loop), "the windows"),),
            )


def targets_in_windows(source: Source) -> Problems:
    """Each window of a series in which the value stands that it is to predict."""
    for one in _windows(source):
        (rows, columns), (row, column) = map(_axes, (one.window, one.value))
        if not isinstance(rows, ast.Slice) or rows.upper is None or columns not in {":", column}:
            continue
        after_end = _difference(rows.upper, row)
        before = None if rows.lower is None else _difference(row, rows.lower)
        if after_end is not None and after_end > 0 and (before is None or before >= 0):
            yield SyntaxProblem(
                "target-among-inputs",
                f"The target `{ast.unparse(one.value)}` stands in the window "
                f"`{ast.unparse(one.window)}`: the model reads the answer there",
                "End the window before the target.",
                source.places.span(one.window),
                ((source.places.span(one.value), "the target"),),
            )


def _axes(part: ast.Subscript) -> tuple[ast.expr, str]:
    """The rows that a subscript takes, and its columns as they are written."""
    if isinstance(part.slice, ast.Tuple) and len(part.slice.elts) == 2:
        return part.slice.elts[0], ast.unparse(part.slice.elts[1])
    return part.slice, ":"


def _difference(first: ast.expr, second: ast.expr) -> int | None:
    """The difference of two positions, where it is a number in the text."""
    terms = _terms(first, 1)
    for name, count in _terms(second, -1).items():
        terms[name] += count
    number = terms.pop("", 0)
    return None if any(terms.values()) else number


def _terms(node: ast.expr, sign: int) -> Counter[str]:
    """The terms of a sum, with their counts; the sum of its numbers under the empty name."""
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            terms = _terms(left, sign)
            for name, count in _terms(right, sign if isinstance(op, ast.Add) else -sign).items():
                terms[name] += count
            return terms
        case ast.Constant(value=int() as number):
            return Counter({"": sign * number})
    return Counter({ast.unparse(node): sign})


def _windows(source: Source) -> Iterator[_Windows]:
    """The windows of a series that loops append to lists, beside a value of it in another list."""
    for loop in source.of(ast.For):
        steps = loop.iter
        if not isinstance(steps, ast.Call) or len(steps.args) > 2:
            continue
        if name_of(steps.func) != "range":
            continue
        parts: dict[str, ast.expr] = {}
        for call in (one for part in loop.body for one in ast.walk(part)):
            match call:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[p]):
                    parts[name] = _in_loop(p, loop, source)
        for name, window in parts.items():
            if isinstance(window, ast.Subscript) and _series(window) and _is_window(window):
                values = (_value(part, window) for part in reversed(parts.values()))
                value = next(filter(None, values), None)
                if value is not None:
                    yield _Windows(name, loop, window, value)


def _in_loop(item: ast.expr, loop: ast.For, source: Source) -> ast.expr:
    """An item, or the expression that the same round of a loop gives its name."""
    value = source.value_at(item) if isinstance(item, ast.Name) else None
    item = item if value is None or loop not in source.around(value) else value
    match item:
        case (
            ast.Attribute(value=table, attr="values")
            | ast.Call(func=ast.Attribute(value=table, attr="to_numpy"), args=[])
        ):
            return table
    return item


def _series(part: ast.Subscript) -> str | None:
    """The name of the series, or table, that a subscript takes a part of."""
    series = part.value
    if isinstance(series, ast.Attribute) and series.attr == "iloc":
        series = series.value
    return name_of(series)


def _value(part: ast.expr, window: ast.Subscript) -> ast.Subscript | None:
    """The value of the series of a window that an expression is, or that it reads behind it."""
    end = getattr(_axes(window)[0], "upper", None)
    for one in ast.walk(part):
        if not isinstance(one, ast.Subscript) or _series(one) != _series(window):
            continue
        behind = None if end is None or _is_window(one) else _difference(_axes(one)[0], end)
        if (one is part and not _is_window(one)) or (behind is not None and behind >= 0):
            return one
    return None


def _is_window(part: ast.Subscript) -> bool:
    return isinstance(_axes(part)[0], ast.Slice)
