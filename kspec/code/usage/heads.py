"""What a program does by hand with the outputs of its models."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, NamedTuple

from kspec.code.usage.source import argument
from kspec.source.outline import SyntaxProblem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kspec.code.program import ModelDocument
    from kspec.code.usage.source import Source

_WITH_ACTIVATION = frozenset(("Conv1D", "Conv2D", "Dense"))
_CROSSENTROPIES = {
    "BinaryCrossentropy": frozenset(("sigmoid",)),
    "CategoricalCrossentropy": frozenset(("softmax",)),
    "SparseCategoricalCrossentropy": frozenset(("softmax",)),
}


class Head(NamedTuple):
    """The last layer of a model: its units and its activation, None where they are not known."""

    units: int | None
    activation: str | None


def _heads(models: Sequence[ModelDocument]) -> dict[str, Head]:
    """The heads of models by their variables, where all models of one variable have the same."""
    found: dict[str, Head] = {}
    for model in models:
        head = _head(model)
        if model.name in found and found[model.name] != head:
            head = Head(None, None)
        found[model.name] = head
    return found


def _head(model: ModelDocument) -> Head:
    value: Any = model.document.value
    layers = value.get("layers") if isinstance(value, dict) else None
    if not model.complete or not layers or isinstance(value.get("outputs"), list | dict):
        return Head(None, None)
    last = layers[-1]
    outputs = value.get("outputs")
    if isinstance(outputs, str) and last.get("name") != outputs:
        return Head(None, None)
    kind = last.get("type")
    if not isinstance(kind, str):
        return Head(None, None)
    if kind == "Softmax":
        return Head(None, "softmax")
    activation = last.get("activation", "linear" if kind in _WITH_ACTIVATION else None)
    if kind not in {*_WITH_ACTIVATION, "Activation"} or not isinstance(activation, str):
        activation = None
    units = last.get("units") if kind == "Dense" else None
    return Head(units if isinstance(units, int) else None, activation)


def argmax_of_one_unit(source: Source, models: Sequence[ModelDocument]) -> Iterator[SyntaxProblem]:
    """Each argmax along the last axis over the predictions of a model with one unit."""
    heads = _heads(models)
    for call in source.calls:
        values, axis = _argmax(call, source)
        predicted = _predicted(values, source)
        if predicted is None or axis not in {1, -1}:
            continue
        if heads.get(predicted, Head(None, None)).units == 1:
            yield SyntaxProblem(
                "argmax_of_one_unit",
                f"`{predicted}` has one unit, and the argmax over one value is always 0",
                "Compare the value with a threshold: (predictions > 0.5).",
                source.places.span(call),
            )


def _argmax(call: ast.Call, source: Source) -> tuple[ast.expr | None, object]:
    """The values of which a call takes the argmax, and the axis."""
    name = source.imports.dotted(call.func)
    if name in {"numpy.argmax", "tensorflow.argmax", "tensorflow.math.argmax", "keras.ops.argmax"}:
        return argument(call, 0, "a"), _number(argument(call, 1, "axis"))
    if isinstance(call.func, ast.Attribute) and call.func.attr == "argmax" and name is None:
        return call.func.value, _number(argument(call, 0, "axis"))
    return None, None


def _number(node: ast.expr | None) -> object:
    try:
        return None if node is None else ast.literal_eval(node)
    except ValueError:
        return None


def _predicted(node: ast.expr | None, source: Source) -> str | None:
    """The model whose predictions an expression holds."""
    if isinstance(node, ast.Name):
        node = source.only_value(node.id)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        receiver = node.func.value
        if node.func.attr == "predict" and isinstance(receiver, ast.Name):
            return receiver.id
    return None


def losses_by_hand(source: Source, models: Sequence[ModelDocument]) -> Iterator[SyntaxProblem]:
    """Each crossentropy that is called on the outputs of a model which are not what it takes."""
    heads = _heads(models)
    for call in source.calls:
        loss = source.only_value(call.func.id) if isinstance(call.func, ast.Name) else call.func
        kind = source.keras(loss, "losses")
        if kind not in _CROSSENTROPIES or not isinstance(loss, ast.Call):
            continue
        logits = argument(loss, 0, "from_logits")
        on = isinstance(logits, ast.Constant) and logits.value is True
        if logits is not None and not isinstance(logits, ast.Constant):
            continue
        model = _called(argument(call, 1, "y_pred"), source)
        head = heads.get(model or "", Head(None, None))
        if on and head.activation in _CROSSENTROPIES[kind]:
            what = f"applies {head.activation} itself, and `{model}` ends with {head.activation}"
            hint = f"Make the loss without from_logits=True, or leave the {head.activation} out."
        elif not on and head.activation == "linear":
            what = f"expects probabilities, and `{model}` ends without an activation"
            hint = f"Make it with from_logits=True: {kind}(from_logits=True)."
        else:
            continue
        related = ((source.places.span(loss), "the loss"),)
        yield SyntaxProblem(
            "loss_by_hand", f"{kind} {what}", hint, source.places.span(call), related
        )


def _called(node: ast.expr | None, source: Source) -> str | None:
    """The model of which an expression is the output."""
    if isinstance(node, ast.Name):
        node = source.only_value(node.id)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id
    return None


def fits_without_compile(
    source: Source, models: Sequence[ModelDocument]
) -> Iterator[SyntaxProblem]:
    """The ``fit`` of a model that nothing compiles, in a program that compiles another one."""
    compiled = list(source.method_calls("compile"))
    receivers = {one.id for _, one in compiled if isinstance(one, ast.Name)}
    if not compiled or len(receivers) != len({ast.dump(one) for _, one in compiled}):
        return
    for model in models:
        value: Any = model.document.value
        if "fit" not in value or "compile" in value or model.name in receivers:
            continue
        if _is_handed_on(model.name, source):
            continue
        for call, receiver in source.method_calls("fit"):
            if isinstance(receiver, ast.Name) and receiver.id == model.name:
                others = ", ".join(f"`{name}`" for name in sorted(receivers))
                yield SyntaxProblem(
                    "fit_without_compile",
                    f"`{model.name}` is trained and never compiled; {others} is",
                    "Compile the model that is trained.",
                    source.places.span(call),
                )


def _is_handed_on(name: str, source: Source) -> bool:
    """Whether a variable is read otherwise than to call a method of it."""
    for node in source.nodes:
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            parent = source.parents.get(node)
            if not isinstance(parent, ast.Attribute):
                return True
    return False
