"""Predictions of models: `argmax` and thresholds in a program."""

import ast
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from kspec.code.data.units import OF_CLASSES
from kspec.code.names import last_name, name_of, receiver_of
from kspec.code.program import Models
from kspec.code.source import Source, argument
from kspec.code.usage.heads import Heads, is_of_keras
from kspec.code.usage.splits import parts_of_sets, split_parts
from kspec.source.outline import Problems, SyntaxProblem

_ALL = "all"
"""Axis of an argmax over all values."""
_ACTIVATIONS = {
    f"{module}.{name}": name
    for name in ("sigmoid", "softmax")
    for module in ("keras.activations", "keras.ops", "tensorflow", "tensorflow.nn")
}
_ROUNDING = frozenset(f"numpy.{name}" for name in ("around", "rint", "round", "round_"))


def argmaxes(source: Source, models: Models) -> Problems:
    """Each argmax over the predictions of a model with one unit, or over their samples."""
    heads = Heads(source, models)
    parts = {name for pair in parts_of_sets(source) for name in pair}
    for call in source.calls:
        values, axis = _argmax(call, source)
        predicted = None if _has_another(values, source) else _predicted(values, source)
        units = heads.of(predicted).units
        if units == 1 and axis in {1, -1}:
            yield SyntaxProblem(
                "argmax_of_one_unit",
                f"`{last_name(predicted)}` has one unit, and the argmax over one value is always 0",
                "Compare the value with a threshold: (predictions > 0.5).",
                source.places.span(call),
            )
        elif units is not None and units > 1 and axis == 0:
            yield SyntaxProblem(
                "argmax_over_samples",
                f"Axis 0 of what `{last_name(predicted)}` predicts counts the samples: this gives "
                f"a sample for each of {units} classes, and not a class for each sample",
                "Take it along the classes: axis=-1.",
                source.places.span(call),
            )
        elif units is not None and units > 1 and axis == _ALL:
            prediction = source.value_of(values)
            if isinstance(prediction, ast.Call) and name_of(argument(prediction, 0, "x")) in parts:
                yield SyntaxProblem(
                    "argmax_over_samples",
                    "Without an axis this is one number, the place among all values that "
                    f"`{last_name(predicted)}` predicts, and not a class for each sample",
                    "Take it along the classes: axis=-1.",
                    source.places.span(call),
                )


def mixed_targets(source: Source, models: Models) -> Problems:
    """Each metric of classes that gets outputs of a model, or one-hot rows beside classes."""
    heads, parts = Heads(source, models), split_parts(source)
    for call in source.calls:
        module, _, metric = source.callee(call).rpartition(".")
        true, scores = argument(call, 0, "y_true"), argument(call, 1, "y_pred")
        if module != "sklearn.metrics" or metric not in OF_CLASSES or not (true and scores):
            continue
        rows, head = _is_one_hot(true, parts, source), None
        if (model := _of_predict(scores, source)) and is_of_keras(model, models, source):
            head = heads.of(model)
        predicted = source.value_of(scores)
        classes = isinstance(predicted, ast.Call) and _argmax(predicted, source)[1] in {1, -1}
        if head is None and not (rows and classes):
            continue
        node, content = (true, "one-hot rows") if head is None else (scores, "outputs")
        span = source.places.span(node)
        text, cut = source.places.text[span.start : span.end], ".argmax(axis=-1)"
        plain = isinstance(node, ast.Name | ast.Call)
        text = f"({text} > 0.5)" if head is not None and head.units == 1 else text + cut
        yield SyntaxProblem(
            "mixed_targets",
            f"{metric} compares classes, and `{ast.unparse(node)}` holds {content}: it raises",
            f"Write {text}.",
            source.places.span(call),
            mends=((span, text),) if plain else (),
            safe=False,
        )


def _of_predict(node: ast.expr, source: Source) -> ast.expr | None:
    """The receiver of the `predict` whose outputs an expression holds as they are."""
    return None if _is_set_at(node, source) else receiver_of(source.value_of(node), "predict")


def _is_one_hot(node: ast.expr, parts: Mapping[str, ast.expr], source: Source) -> bool:
    """Whether labels are what `to_categorical` gives, split or not."""
    value = source.value_of(node) or parts.get(getattr(node, "id", ""))
    value = source.value_of(value)
    categorical = source.callee(value).endswith(".to_categorical")
    return categorical and not _is_set_at(node, source)


def _is_set_at(node: ast.expr, source: Source) -> bool:
    """Whether parts of an array are set, as by a mask."""
    stores = (one.value for one in source.of(ast.Subscript) if isinstance(one.ctx, ast.Store))
    return isinstance(node, ast.Name) and any(name_of(one) == node.id for one in stores)


def _argmax(call: ast.Call, source: Source) -> tuple[ast.expr | None, object]:
    """The values of which a call takes the argmax, and the axis."""
    name = source.imports.dotted(call.func)
    if name in {"numpy.argmax", "tensorflow.argmax", "tensorflow.math.argmax", "keras.ops.argmax"}:
        axis = argument(call, 1, "axis")
        default = 0 if name.startswith("tensorflow.") else _ALL
        return argument(call, 0, "a"), default if axis is None else _number(axis)
    values, axis = receiver_of(call, "argmax"), argument(call, 0, "axis")
    if values is None or name is not None:
        return None, None
    return values, _ALL if axis is None else _number(axis)


def _number(node: ast.expr | None) -> object:
    try:
        return None if node is None else ast.literal_eval(node)
    except (TypeError, ValueError):
        return None


def _predicted(node: ast.expr | None, source: Source) -> ast.expr | None:
    """The model whose predictions an expression holds, or their thresholds."""
    node = source.value_of(node)
    while (inner := receiver_of(node, "astype") or _rounded(node, source)) is not None:
        node = source.value_of(inner)
    return receiver_of(node, "predict")


def compared_outputs(source: Source, models: Models) -> Problems:
    """Each ``==`` of predictions with labels, or of one of their values with 0 or 1."""
    heads = Heads(source, models)
    for node in source.of(ast.Compare):
        sides = node.left, *node.comparators
        if len(sides) != 2 or not isinstance(node.ops[0], ast.Eq):
            continue
        model = _of_predict(_whole(node.left), source)
        match node.left, node.comparators:
            case ast.Subscript(), [ast.Constant(value=0 | 1 as label)]:
                if heads.of(model).activation == "sigmoid":
                    text = f"{ast.unparse(node.left)} {'>' if label else '<'} 0.5"
                    span = source.places.span(node)
                    yield SyntaxProblem(
                        "mixed_targets",
                        f"A sigmoid is hardly ever {label} exactly",
                        f"Compare with a threshold: {text}.",
                        span,
                        mends=((span, text),),
                        safe=False,
                    )
                continue
        for side, other in (sides, sides[::-1]):
            model = _of_predict(side, source)
            of_itself = name_of(side) in {name_of(one) for one in ast.walk(other)} - {None}
            if of_itself or not isinstance(other, ast.Name | ast.Attribute | ast.Subscript):
                continue
            if model is not None and is_of_keras(model, models, source):
                yield SyntaxProblem(
                    "mixed_targets",
                    f"`{ast.unparse(side)}` holds outputs of the model, which are hardly ever "
                    "equal to a label",
                    "Compare classes: argmax(axis=-1) of the outputs, or a threshold for one unit.",
                    source.places.span(node),
                )


def activations_again(source: Source, models: Models) -> Problems:
    """Each softmax or sigmoid of the predictions of a model that ends with the same."""
    heads = Heads(source, models)
    for call in source.calls:
        name = _ACTIVATIONS.get(source.imports.dotted(call.func) or "")
        model = _of_predict(_whole(call.args[0]), source) if name and call.args else None
        is_flagged = any(_is_flag(one) for one in source.around(call))
        if name is not None and not is_flagged and heads.of(model).activation == name:
            yield SyntaxProblem(
                "activation_applied_twice",
                f"`{last_name(model)}` ends with a {name}, and its predictions get another one: "
                "these are no probabilities of the model",
                "Take the predictions as they are.",
                source.places.span(call),
            )


def _is_flag(node: ast.AST) -> bool:
    """Whether a test chooses what runs, as by ``if from_logits:``."""
    return isinstance(node, ast.If | ast.IfExp) and "__name__" not in _names(node.test)


def _whole(node: ast.expr) -> ast.expr:
    """The array of which an expression is one value: ``x[0][0]``."""
    while isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice):
        node = node.value
    return node


_COUNTS = frozenset(("all", "any", "mean", "sum"))
"""Methods that count what is over a threshold, as samples of which the model is sure."""


def wrong_thresholds(source: Source, models: Models) -> Problems:
    """Each threshold or rounding of the probabilities of three or more exclusive classes, or of
    scores as if they were probabilities; where an argmax follows it, that is the place.
    """
    heads = Heads(source, models)
    thresholds = {
        node: values
        for node in (*source.of(ast.Compare), *source.of(ast.Call))
        if (values := _rounded(node, source)) is not None
        and not _has_another(values, source)
        and last_name(source.parents[node]) not in _COUNTS
    }
    if not thresholds:
        return
    later = {source.value_of(_argmax(call, source)[0]): call for call in source.calls}
    for node, values in thresholds.items():
        model = _predicted(values, source)
        head = heads.of(model)
        if head.activation == "softmax" and (head.units or 0) > 2:
            yield SyntaxProblem(
                "softmax_threshold",
                f"`{last_name(model)}` gives the probabilities of {head.units} classes, and a "
                "threshold leaves samples without a class",
                "Take the likeliest class: argmax(axis=-1) of the predictions.",
                source.places.span(later.get(node, node)),
            )
        elif head == (1, "linear") and _are_scores(heads.models_of(model)):
            yield SyntaxProblem(
                "metric-on-logits",
                f"`{last_name(model)}` gives scores, as its loss has from_logits, and this is a "
                "threshold for probabilities",
                "Compare them with 0, or take their sigmoid first.",
                source.places.span(node),
            )


def _has_another(values: ast.expr | None, source: Source) -> bool:
    """Whether a test, as of the number of classes, chooses between this reading of some values and
    another one: that for another head does not run.
    """
    around = [] if values is None else source.around(values)
    names = _names(*around[:1])
    for inside, one in pairwise(around):
        body, orelse = (_listed(getattr(one, part, None)) for part in ("body", "orelse"))
        if isinstance(one, ast.If | ast.IfExp) and inside is not one.test:
            others = [one.test, *(orelse if inside in body else body)]
        else:
            before = body[: body.index(inside)] if inside in body else []
            tests = [node for node in before if isinstance(node, ast.If)]
            others = [node for node in tests if isinstance(node.body[-1], ast.Return)]
        if names & _names(*others):
            return True
    return False


def _listed(part: Any) -> list[ast.AST]:
    return part if isinstance(part, list) else [part]


def _names(*nodes: ast.AST) -> set[str]:
    return {one.id for node in nodes for one in ast.walk(node) if isinstance(one, ast.Name)}


def _are_scores(models: Models) -> bool:
    """Whether models are trained with a loss that takes scores."""
    specs: list[Any] = [one.document.value for one in models]
    losses = [spec.get("compile", {}).get("loss") for spec in specs]
    return bool(losses) and all(isinstance(one, dict) and one.get("from_logits") for one in losses)


def _rounded(node: ast.expr | None, source: Source) -> ast.expr | None:
    """Expression that is compared with a number between 0 and 1, or rounded."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        limit = _number(node.comparators[0])
        is_over = isinstance(node.ops[0], ast.Gt | ast.GtE)
        return node.left if is_over and isinstance(limit, float) and 0 < limit < 1 else None
    if not isinstance(node, ast.Call) or len(node.args) > 1 or node.keywords:
        return None
    if source.imports.dotted(node.func) in _ROUNDING:
        return argument(node, 0, "a")
    return None if node.args else receiver_of(node, "round")
