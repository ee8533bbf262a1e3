"""Losses that a program computes by hand on the outputs of its models."""

import ast

from kspec.code.names import last_name, receiver_of, words
from kspec.code.source import Source, argument, is_true
from kspec.code.usage.origins import origins
from kspec.code.usage.predictions import head_of
from kspec.named_tuple import NamedTuple
from kspec.source.outline import Problems, SyntaxProblem

_ACTIVATIONS = {
    "binary_crossentropy": "sigmoid",
    "categorical_crossentropy": "softmax",
    "sparse_categorical_crossentropy": "softmax",
    "BinaryCrossentropy": "sigmoid",
    "CategoricalCrossentropy": "softmax",
    "SparseCategoricalCrossentropy": "softmax",
}
_TAKE_LOGITS = words("AUC BinaryCrossentropy CategoricalCrossentropy SparseCategoricalCrossentropy")
"""Metrics that take logits with ``from_logits``."""
_OF_PROBABILITIES = _TAKE_LOGITS | {"BinaryAccuracy", "Precision", "Recall"}
_OF_VALUES = frozenset(("Mean", "MeanTensor", "Sum"))
"""Metrics of values, which take no targets."""
_OF_LOGITS = {
    "sigmoid_cross_entropy_with_logits": "sigmoid",
    "softmax_cross_entropy_with_logits": "softmax",
    "sparse_softmax_cross_entropy_with_logits": "softmax",
}
"""Functions of `tf.nn`."""


class _Loss(NamedTuple):
    """A crossentropy that a program computes: the activation that it takes, applied or not."""

    name: str
    activation: str
    logits: bool
    place: ast.expr
    hint: str
    targets: ast.expr | None
    outputs: ast.expr | None


def losses_by_hand(source: Source) -> Problems:
    """Yield each crossentropy that is called on outputs of another range than it takes."""
    reported = set()
    for call in source.calls:
        loss = _loss(call, source)
        if loss is None:
            continue
        called = origins(loss.outputs, source)
        first = _swapped(loss.targets, called, source)
        if first is not None:
            yield _exchange(loss.name, first, call, source)
            called = [first]
        activations = {head_of(one, source).activation for one in called}
        if len(activations) != 1:
            continue
        activation, model = activations.pop(), _name(called[0])
        if loss.logits and activation == loss.activation:
            fault = f"applies {activation} itself, and `{model}` ends with {activation}"
        elif not loss.logits and activation == "linear":
            fault = f"expects probabilities, and `{model}` ends without an activation"
        else:
            continue
        if (loss.place, model) in reported:
            continue
        reported.add((loss.place, model))
        place, used = source.places.span(loss.place), source.places.span(call)
        related = ((used, "takes the outputs"),) if loss.place is not call else ()
        message = f"{loss.name} {fault}"
        yield SyntaxProblem("loss_by_hand", message, loss.hint, place, related)


def _swapped(targets: ast.expr | None, called: list[ast.expr], source: Source) -> ast.expr | None:
    """The call of a model whose outputs stand in the place of the targets, and not behind them."""
    first = _only(origins(targets, source))
    is_swapped = source.receivers.get(first) and not any(map(source.receivers.get, called))
    return first if is_swapped else None


def _only(values: list[ast.expr]) -> ast.expr | None:
    """The value of an expression that can have no other one."""
    return values[0] if len(values) == 1 else None


def _exchange(name: str, first: ast.expr, call: ast.Call, source: Source) -> SyntaxProblem:
    return SyntaxProblem(
        "loss_by_hand",
        f"{name} takes the targets first, and gets what `{_name(first)}` gives",
        "Exchange the arguments: y_true, y_pred.",
        source.places.span(call),
    )


def metrics_on_logits(source: Source) -> Problems:
    """Yield each metric for probabilities that a program updates with outputs of a linear head."""
    reported = set()
    for call in source.calls:
        metric = _only(origins(receiver_of(call, "update_state") or call.func, source))
        kind = source.keras(metric, "metrics")
        if kind is not None and kind not in _OF_VALUES and len(call.args) > 1:
            swapped = _swapped(call.args[0], origins(call.args[1], source), source)
            if swapped is not None and isinstance(metric, ast.Call) and call is not metric:
                yield _exchange(str(kind), swapped, call, source)
        if kind not in _OF_PROBABILITIES or not isinstance(metric, ast.Call) or metric in reported:
            continue
        if metric.args or any(one.arg not in {"name", "dtype"} for one in metric.keywords):
            continue
        outputs = origins(argument(call, 1, "y_pred"), source)
        if {head_of(one, source).activation for one in outputs} == {"linear"}:
            reported.add(metric)
            yield SyntaxProblem(
                "metric-on-logits",
                f"{kind} expects probabilities, and `{_name(outputs[0])}` ends without an "
                "activation",
                "Make it with from_logits=True."
                if kind in _TAKE_LOGITS
                else "Give it probabilities: the sigmoid of the outputs.",
                source.places.span(metric),
                ((source.places.span(call), "takes the outputs"),),
            )


def _loss(call: ast.Call, source: Source) -> _Loss | None:
    name = source.callee(call)
    kind = name.rpartition(".")[2]
    if name.startswith("tensorflow.nn.") and kind in _OF_LOGITS:
        activation = _OF_LOGITS[kind]
        hint = f"Leave the {activation} out of the model, or take a loss of Keras."
        outputs = argument(call, None, "logits")
        return _Loss(
            kind, activation, logits=True, place=call, hint=hint, targets=None, outputs=outputs
        )
    assigned: ast.expr | None = call
    options, position = "y, y_pred, ", 2
    if not name.startswith("keras.losses.") or kind[:1].isupper():
        assigned = _only(origins(call.func, source))
        options, position = "", 0
        kind = source.keras(assigned, "losses") or ""
    if kind not in _ACTIVATIONS or not isinstance(assigned, ast.Call):
        return None
    flag = argument(assigned, position, "from_logits")
    if flag is not None and not isinstance(flag, ast.Constant):
        return None
    activation, logits = _ACTIVATIONS[kind], is_true(flag)
    hint = f"Make it with from_logits=True: {kind}({options}from_logits=True)."
    if logits:
        hint = f"Make the loss without from_logits=True, or leave the {activation} out."
    targets, outputs = argument(call, 0, "y_true"), argument(call, 1, "y_pred")
    return _Loss(kind, activation, logits, assigned, hint, targets, outputs)


def _name(node: ast.expr) -> str | None:
    """The name of the model of which an expression is the output."""
    return last_name(node.func) if isinstance(node, ast.Call) else None


def squared_means(source: Source) -> Problems:
    """Each root of a squared mean of differences, which is no mean of squares."""
    for call in source.calls:
        match call.args if source.callee(call) in _ROOTS else []:
            case [ast.BinOp(ast.Call() as mean, ast.Pow(), ast.Constant(2))]:
                errors = source.value_of(argument(mean, 0, "a") or receiver_of(mean, "mean"))
                is_mean = last_name(mean.func) == "mean"
                if is_mean and isinstance(errors, ast.BinOp) and isinstance(errors.op, ast.Sub):
                    yield SyntaxProblem(
                        "loss_by_hand",
                        "This squares the mean and takes its root: it is the size of the mean "
                        "error, in which errors of both signs cancel, and no RMSE",
                        "Take the mean of the squares: np.sqrt(np.mean((y_true - y_pred) ** 2)).",
                        source.places.span(call),
                    )


_ROOTS = frozenset(("math.sqrt", "numpy.sqrt"))
