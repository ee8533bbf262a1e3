"""Predictions of models: their heads, `argmax` and thresholds in a program."""

import ast
from itertools import pairwise

from kspec.code.names import last_name, name_of, names_in, receiver_of, words
from kspec.code.program import ModelDocument, Models
from kspec.code.source import Source, argument
from kspec.code.usage.splits import split_names
from kspec.named_tuple import NamedTuple
from kspec.source.outline import Problems, SyntaxProblem

_ALL = "all"
"""Axis of an argmax over all values."""
_ROUNDING = frozenset(f"numpy.{name}" for name in ("around", "rint", "round", "round_"))
_WITH_ACTIVATION = frozenset(("Conv1D", "Conv2D", "Dense"))


def argmaxes(source: Source) -> Problems:
    """Each argmax over the predictions of a model with one unit, or over their samples."""
    parts = set[str]().union(*split_names(source))
    for call in source.calls_of("argmax"):
        values, axis = argmax_of(call, source)
        predicted = None if _has_another(values, source) else _predicted(values, source)
        units, name = head_of(predicted, source).units or 0, _name(predicted)
        predict = source.value_of(values)
        data = argument(predict, 0, "x") if isinstance(predict, ast.Call) else None
        kind, help_ = "argmax_over_samples", "Take it along the classes: axis=-1."
        if units == 1 and axis in {1, -1}:
            kind = "argmax_of_one_unit"
            message = f"`{name}` has one unit, and the argmax over one value is always 0"
            help_ = "Compare the value with a threshold: (predictions > 0.5)."
        elif units > 1 and axis == 0:
            message = f"Axis 0 of what `{name}` predicts counts the samples: this gives a sample "
            message += f"for each of {units} classes, and not a class for each sample"
        elif units > 1 and axis == _ALL and name_of(data) in parts:
            message = "Without an axis this is one number, the place among all values that "
            message += f"`{name}` predicts, and not a class for each sample"
        else:
            continue
        yield SyntaxProblem(kind, message, help_, source.places.span(call))


_PREDICT = ("predict", "predict_classes", "predict_proba")
_ONE_SIDED = words(
    "classification_report explained_variance_score mean_absolute_percentage_error "
    "precision_score r2_score recall_score"
)
"""Metrics of scikit-learn with another result where predictions and targets change places."""
_KEEP = ("astype", "flatten", "inverse_transform", "ravel", "reshape", "squeeze")
"""Methods that give the same predictions."""


def predictions_for_targets(source: Source) -> Problems:
    """Each metric that gets the predictions of a model in the place of the targets."""
    for call in source.calls:
        module, _, name = source.callee(call).rpartition(".")
        if not module.startswith("sklearn.metrics") or name not in _ONE_SIDED:
            continue
        first, second = argument(call, 0, "y_true"), argument(call, 1, "y_pred")
        model = _predicting(first, source)
        if second is None or model is None or "pred" in ast.unparse(second).lower():
            continue
        if _predicting(second, source) is None:
            yield SyntaxProblem(
                "mixed_targets",
                f"{name} takes the targets first, and gets what `{_name(model)}` predicts",
                "Exchange the arguments: y_true, y_pred.",
                source.places.span(call),
            )


def _predicting(node: ast.expr | None, source: Source) -> ast.expr | None:
    """The call of `predict` of a model of Keras from which values come, or classes of them."""
    for _ in range(9):
        value = source.value_of(node)
        if receiver_of(value, *_PREDICT) and value in source.receivers:
            return value
        node = _rounded(value, source) or receiver_of(value, *_KEEP)
        if isinstance(value, ast.Call):
            node = argmax_of(value, source)[0] or node
            if last_name(value.func) == "inverse_transform":
                node = argument(value, 0, "X")
    return None


def argmax_of(call: ast.Call, source: Source) -> tuple[ast.expr | None, object]:
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
    """The call of `predict` of which an expression holds the result, or its thresholds."""
    value = source.value_of(node)
    while inner := receiver_of(value, "astype") or _rounded(value, source):
        value = source.value_of(inner)
    return value if receiver_of(value, "predict") else None


def _name(predict: ast.expr | None) -> str | None:
    """The name of the model that predicts."""
    return last_name(receiver_of(predict, *_PREDICT))


_COUNTS = frozenset(("all", "any", "mean", "sum"))
"""Methods that count what is over a threshold, as samples of which the model is sure."""


def wrong_thresholds(source: Source) -> Problems:
    """Each threshold or rounding of the probabilities of three or more exclusive classes, or of
    scores as if they were probabilities; where an argmax follows it, that is the place.
    """
    thresholds = {
        node: values
        for node in (*source.of(ast.Compare), *source.of(ast.Call))
        if (values := _rounded(node, source)) is not None
        and not _has_another(values, source)
        and last_name(source.parents[node]) not in _COUNTS
    }
    if not thresholds:
        return
    later = {
        source.value_of(argmax_of(call, source)[0]): call for call in source.calls_of("argmax")
    }
    for node, values in thresholds.items():
        model = _predicted(values, source)
        head = head_of(model, source)
        if head.activation == "softmax" and (head.units or 0) > 2:
            yield SyntaxProblem(
                "softmax_threshold",
                f"`{_name(model)}` gives the probabilities of {head.units} classes, and a "
                "threshold leaves samples without a class",
                "Take the likeliest class: argmax(axis=-1) of the predictions.",
                source.places.span(later.get(node, node)),
            )
        elif head == (1, "linear") and _are_scores(source.receivers.get(model, ())):
            yield SyntaxProblem(
                "metric-on-logits",
                f"`{_name(model)}` gives scores, as its loss has from_logits, and this is a "
                "threshold for probabilities",
                "Compare them with 0, or take their sigmoid first.",
                source.places.span(node),
            )


def _has_another(values: ast.expr | None, source: Source) -> bool:
    """Whether a test, as of the number of classes, chooses between this reading of some values and
    another one: that for another head does not run.
    """
    around = [] if values is None else source.around(values)
    names = names_in(*around[:1])
    for inside, one in pairwise(around):
        parts = (getattr(one, part, None) for part in ("body", "orelse"))
        body, orelse = (part if isinstance(part, list) else [part] for part in parts)
        if isinstance(one, ast.If | ast.IfExp) and inside is not one.test:
            others = [one.test, *(orelse if inside in body else body)]
        else:
            before = body[: body.index(inside)] if inside in body else []
            tests = [node for node in before if isinstance(node, ast.If)]
            others = [node for node in tests if isinstance(node.body[-1], ast.Return)]
        if names & names_in(*others):
            return True
    return False


def _are_scores(models: Models) -> bool:
    """Whether models are trained with a loss that takes scores."""
    losses = [one.spec.get("compile", {}).get("loss") for one in models]
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


class Head(NamedTuple):
    """The last layer of a model: its units and its activation, None where they are not known."""

    units: int | None
    activation: str | None


OPEN = Head(None, None)


def head_of(call: ast.AST | None, source: Source) -> Head:
    """The head of the model that a call is of, or of which it calls a method."""
    heads = {_head(one) for one in source.receivers.get(call, ())}
    known = heads - {OPEN}
    return known.pop() if len(known) == len(heads) == 1 else OPEN


def _head(model: ModelDocument) -> Head:
    layers, outputs = model.spec.get("layers"), model.spec.get("outputs")
    if not model.complete or not layers or isinstance(outputs, list | dict):
        return OPEN
    last = layers[-1]
    kind = last.get("type")
    if not isinstance(kind, str) or (outputs is not None and last.get("name") != outputs):
        return OPEN
    if kind in {"Activation", "Softmax"}:
        activation = "softmax" if kind == "Softmax" else last.get("activation")
        last = layers[-2] if len(layers) > 1 and outputs is None else {}
        kind = last.get("type")
    else:
        activation = last.get("activation", "linear" if kind in _WITH_ACTIVATION else None)
    units = last.get("units") if kind == "Dense" else None
    return Head(
        units if isinstance(units, int) else None,
        activation if isinstance(activation, str) else None,
    )
