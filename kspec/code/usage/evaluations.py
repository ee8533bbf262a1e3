"""Results of `Model.evaluate` that a program reads."""

import ast
from collections.abc import Iterator, Sequence

from kspec.code.names import last_name, name_of
from kspec.code.program import ModelDocument
from kspec.code.source import Source
from kspec.code.usage.history import metrics_of
from kspec.source.outline import SyntaxProblem

_OTHERWISE = frozenset(("return_dict", None))
"""Arguments with which the result may be another one."""


def misread_evaluations(source: Source, models: Sequence[ModelDocument]) -> Iterator[SyntaxProblem]:
    """Each `evaluate` of which more numbers are read than the loss and the metrics."""
    for call, receiver in source.method_calls("evaluate"):
        name = last_name(receiver)
        metrics = [metrics_of(model) for model in models if model.name == name]
        counts = {None if one is None else 1 + len(one) for one in metrics}
        if len(counts) != 1 or {each.arg for each in call.keywords} & _OTHERWISE:
            continue
        count = counts.pop()
        for place, use in _uses(call, source):
            if count is not None and not _fits(count, use):
                yield _problem(name, count, use, place, source)


def _fits(count: int, use: int | range) -> bool:
    """Whether so many numbers can be unpacked into so many names, or have an item."""
    return use == count if isinstance(use, int) else count > 1 and use.stop <= count


def _uses(call: ast.Call, source: Source) -> Iterator[tuple[ast.AST, int | range]]:
    """The places that read the result: as how many names, or (a range) up to which item."""
    parent = source.parents[call]
    if isinstance(parent, ast.Subscript):
        yield from _items(parent)
    if not isinstance(parent, ast.Assign) or len(parent.targets) != 1:
        return
    target = parent.targets[0]
    if isinstance(target, ast.Tuple) and all(isinstance(one, ast.Name) for one in target.elts):
        yield call, len(target.elts)
    elif isinstance(target, ast.Name):
        for node in source.of(ast.Subscript):
            if _holds(node.value, target.id, call, source):
                yield from _items(node)
        parts: list[ast.BinOp | ast.FormattedValue] = [*source.of(ast.BinOp)]
        for part in [*parts, *source.of(ast.FormattedValue)]:
            if any(_holds(one, target.id, call, source) for one in _numbers_in(part)):
                yield part, 1


def _numbers_in(node: ast.BinOp | ast.FormattedValue) -> list[ast.expr]:
    """The parts of a calculation with a number, or of a format of numbers, that must be one."""
    if isinstance(node, ast.FormattedValue):
        return [] if node.format_spec is None else [node.value]
    number = any(isinstance(one, ast.Constant) for one in (node.left, node.right))
    calculates = isinstance(node.op, ast.Mult | ast.Div | ast.Sub)
    return [node.left, node.right] if number and calculates else []


def _holds(node: ast.expr, name: str, call: ast.Call, source: Source) -> bool:
    """Whether a variable holds the result of a call where it is read."""
    return name_of(node) == name and source.value_of(node) is call


def _items(node: ast.Subscript) -> Iterator[tuple[ast.AST, range]]:
    index = node.slice.value if isinstance(node.slice, ast.Constant) else None
    if type(index) is int and index >= 0:
        yield node, range(index + 1)


def _problem(
    name: str | None, count: int, use: int | range, place: ast.AST, source: Source
) -> SyntaxProblem:
    result = f"{count} numbers, for the loss and each metric"
    help_ = f"Read {count} numbers."
    if count == 1:
        result = "one number, the loss, as the model has no metrics"
        help_ = 'Compile with metrics=["accuracy"] (or "mae"), or read the loss alone.'
    words = use if isinstance(use, int) else f"item {use.stop - 1}"
    return SyntaxProblem(
        "misread_evaluation",
        f"`{name}.evaluate` gives {result}, and this reads {words}",
        help_,
        source.places.span(place),
    )
