"""Losses that a program computes by hand on the outputs of its models."""

import ast

from kspec.code.names import last_name, receiver_of, words
from kspec.code.source import Source, argument
from kspec.code.usage.origins import origins
from kspec.code.usage.predictions import head_of
from kspec.named_tuple import NamedTuple
from kspec.source.outline import Problems, SyntaxProblem

_FUNCTIONS = {
    "binary_crossentropy": "sigmoid",
    "categorical_crossentropy": "softmax",
    "sparse_categorical_crossentropy": "softmax",
}
_ACTIVATIONS = {
    **_FUNCTIONS,
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
    targets: ast.expr | None
    outputs: ast.expr | None
    place: ast.expr
    hint: str
    logits: bool


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
        once = (loss.place, model)
        if once in reported:
            continue
        reported.add(once)
        yield SyntaxProblem(
            "loss_by_hand",
            f"{loss.name} {fault}",
            loss.hint,
            source.places.span(loss.place),
            ((source.places.span(call), "takes the outputs"),) if loss.place is not call else (),
        )


def _swapped(targets: ast.expr | None, called: list[ast.expr], source: Source) -> ast.expr | None:
    """The call of a model whose outputs stand in the place of the targets, and not behind them."""
    first = origins(targets, source)
    is_output = len(first) == 1 and source.receivers.get(first[0])
    return first[0] if is_output and not any(map(source.receivers.get, called)) else None


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
        func = call.func
        updated = isinstance(func, ast.Attribute) and func.attr == "update_state"
        objects = origins(
            func.value if updated and isinstance(func, ast.Attribute) else func, source
        )
        metric = objects[0] if len(objects) == 1 else None
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
        return _Loss(kind, activation, None, outputs, call, hint, logits=True)
    assigned: ast.expr | None = call
    options, position = "y, y_pred, ", 2
    if source.keras(call, "losses") not in _FUNCTIONS:
        objects = origins(call.func, source)
        assigned = objects[0] if len(objects) == 1 else None
        options, position = "", 0
        kind = source.keras(assigned, "losses") or ""
    if kind not in _ACTIVATIONS or not isinstance(assigned, ast.Call):
        return None
    flag = argument(assigned, position, "from_logits")
    if flag is not None and not isinstance(flag, ast.Constant):
        return None
    activation, logits = _ACTIVATIONS[kind], flag is not None and flag.value is True
    hint = f"Make it with from_logits=True: {kind}({options}from_logits=True)."
    if logits:
        hint = f"Make the loss without from_logits=True, or leave the {activation} out."
    targets, outputs = argument(call, 0, "y_true"), argument(call, 1, "y_pred")
    return _Loss(kind, activation, targets, outputs, assigned, hint, logits=logits)


def _name(node: ast.expr) -> str | None:
    """The name of the model of which an expression is the output."""
    return last_name(node.func) if isinstance(node, ast.Call) else None


def squared_means(source: Source) -> Problems:
    """Each root of a squared mean of differences, which is no mean of squares."""
    for call in source.calls:
        if source.callee(call) not in _ROOTS or len(call.args) != 1:
            continue
        match call.args[0]:
            case ast.BinOp(ast.Call() as mean, ast.Pow(), ast.Constant(2)):
                errors = argument(mean, 0, "a") or receiver_of(mean, "mean")
                is_mean = source.callee(mean) == "numpy.mean" or last_name(mean.func) == "mean"
                value = source.value_of(errors)
                if is_mean and isinstance(value, ast.BinOp) and isinstance(value.op, ast.Sub):
                    yield SyntaxProblem(
                        "loss_by_hand",
                        "This squares the mean and takes its root: it is the size of the mean "
                        "error, in which errors of both signs cancel, and no RMSE",
                        "Take the mean of the squares: np.sqrt(np.mean((y_true - y_pred) ** 2)).",
                        source.places.span(call),
                    )


_ROOTS = frozenset(("math.sqrt", "numpy.sqrt"))
