"""Predictions of models: `argmax` and thresholds in a program."""

import ast
from collections.abc import Iterator, Sequence

from kspec.code.program import ModelDocument
from kspec.code.source import Source, argument
from kspec.code.usage.heads import Heads
from kspec.source.outline import SyntaxProblem

_ROUNDING = frozenset(f"numpy.{name}" for name in ("around", "rint", "round", "round_"))


def argmaxes(source: Source, models: Sequence[ModelDocument]) -> Iterator[SyntaxProblem]:
    """Each argmax over the predictions of a model with one unit, or over their samples."""
    heads = Heads(source, models)
    for call in source.calls:
        values, axis = _argmax(call, source)
        predicted = _predicted(values, source)
        units = None if predicted is None else heads.of(predicted, call).units
        if units == 1 and axis in {1, -1}:
            yield SyntaxProblem(
                "argmax_of_one_unit",
                f"`{predicted}` has one unit, and the argmax over one value is always 0",
                "Compare the value with a threshold: (predictions > 0.5).",
                source.places.span(call),
            )
        elif units is not None and units > 1 and axis == 0:
            yield SyntaxProblem(
                "argmax_over_samples",
                f"Axis 0 of what `{predicted}` predicts counts the samples: this gives a sample "
                f"for each of {units} classes, and not a class for each sample",
                "Take it along the classes: axis=-1.",
                source.places.span(call),
            )


def _argmax(call: ast.Call, source: Source) -> tuple[ast.expr | None, object]:
    """The values of which a call takes the argmax, and the axis."""
    name = source.imports.dotted(call.func)
    if name in {"numpy.argmax", "tensorflow.argmax", "tensorflow.math.argmax", "keras.ops.argmax"}:
        axis = argument(call, 1, "axis")
        default = 0 if name.startswith("tensorflow.") else None
        return argument(call, 0, "a"), default if axis is None else _number(axis)
    if isinstance(call.func, ast.Attribute) and call.func.attr == "argmax" and name is None:
        return call.func.value, _number(argument(call, 0, "axis"))
    return None, None


def _number(node: ast.expr | None) -> object:
    try:
        return None if node is None else ast.literal_eval(node)
    except ValueError:
        return None


def _predicted(node: ast.expr | None, source: Source) -> str | None:
    """The model whose predictions an expression holds, or their thresholds."""
    node = source.value_of(node)
    while node is not None and (inner := _cast(node) or _rounded(node, source)) is not None:
        node = source.value_of(inner)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        receiver = node.func.value
        if node.func.attr == "predict" and isinstance(receiver, ast.Name):
            return receiver.id
        if node.func.attr == "predict" and isinstance(receiver, ast.Attribute):
            return receiver.attr
    return None


def _cast(node: ast.expr) -> ast.expr | None:
    """Expression whose values get another dtype."""
    match node:
        case ast.Call(func=ast.Attribute(value=values, attr="astype")):
            return values
    return None


def softmax_thresholds(source: Source, models: Sequence[ModelDocument]) -> Iterator[SyntaxProblem]:
    """Each threshold or rounding of the probabilities of three or more exclusive classes; where an
    argmax follows it, that is the place.
    """
    heads = Heads(source, models)
    thresholds = {
        node: values
        for node in (*source.of(ast.Compare), *source.of(ast.Call))
        if (values := _rounded(node, source)) is not None
    }
    if not thresholds:
        return
    later = {source.value_of(_argmax(call, source)[0]): call for call in source.calls}
    for node, values in thresholds.items():
        name = _predicted(values, source)
        head = heads.of(name, node)
        if head.activation == "softmax" and (head.units or 0) > 2:
            yield SyntaxProblem(
                "softmax_threshold",
                f"`{name}` gives the probabilities of {head.units} classes, and a threshold leaves "
                "samples without a class",
                "Take the likeliest class: argmax(axis=-1) of the predictions.",
                source.places.span(later.get(node, node)),
            )


def _rounded(node: ast.expr, source: Source) -> ast.expr | None:
    """Expression that is compared with a number between 0 and 1, or rounded."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        limit = _number(node.comparators[0])
        is_over = isinstance(node.ops[0], ast.Gt | ast.GtE)
        return node.left if is_over and isinstance(limit, float) and 0 < limit < 1 else None
    if not isinstance(node, ast.Call) or len(node.args) > 1 or node.keywords:
        return None
    if source.imports.dotted(node.func) in _ROUNDING:
        return argument(node, 0, "a")
    if isinstance(node.func, ast.Attribute) and node.func.attr == "round" and not node.args:
        return node.func.value
    return None
