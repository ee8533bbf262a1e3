"""Losses that a program computes by hand from the outputs of its models, and fits without a
compile.
"""

import ast
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from kspec.code.program import ModelDocument
from kspec.code.usage.source import Source, is_unbound
from kspec.source.outline import SyntaxProblem

_WITH_ACTIVATION = frozenset(("Conv1D", "Conv2D", "Dense"))


class Head(NamedTuple):
    """The last layer of a model: its units and its activation, None where they are not known."""

    units: int | None
    activation: str | None


OPEN = Head(None, None)


class Heads:
    """The heads of a program's models."""

    def __init__(self, source: Source, models: Sequence[ModelDocument]) -> None:
        self._source = source
        self._models = models

    def of(self, name: str | None, node: ast.AST) -> Head:
        """The head of the model that a variable holds where a node reads it: of several under one
        name, that of the last one which is made before it in the same function.
        """
        found = [model for model in self._models if model.name == name]
        if len({_head(model) for model in found}) > 1:
            scope, start = self._source.scope_of(node), self._source.places.span(node).start
            places = [model.span for model in found if model.span.start < start]
            places = [span for span in places if self._source.scope_at(span) is scope]
            found = [model for model in found if model.span == max(places, default=None)]
        heads = {_head(model) for model in found}
        return heads.pop() if len(heads) == 1 else OPEN


def _head(model: ModelDocument) -> Head:
    value: Any = model.document.value
    layers = value.get("layers") if isinstance(value, dict) else None
    if not model.complete or not layers or isinstance(value.get("outputs"), list | dict):
        return OPEN
    last = layers[-1]
    outputs = value.get("outputs")
    if isinstance(outputs, str) and last.get("name") != outputs:
        return OPEN
    kind = last.get("type")
    if not isinstance(kind, str):
        return OPEN
    if kind in {"Activation", "Softmax"}:
        activation = "softmax" if kind == "Softmax" else last.get("activation")
        last = layers[-2] if len(layers) > 1 and "outputs" not in value else {}
        kind = last.get("type")
    else:
        activation = last.get("activation", "linear" if kind in _WITH_ACTIVATION else None)
    units = last.get("units") if kind == "Dense" else None
    return Head(
        units if isinstance(units, int) else None,
        activation if isinstance(activation, str) else None,
    )


def fits_without_compile(
    source: Source, models: Sequence[ModelDocument]
) -> Iterator[SyntaxProblem]:
    """The ``fit`` of a model that nothing compiles."""
    compiled = [one for _, one in source.method_calls("compile") if ast.unparse(one) != "re"]
    receivers = {one.id for one in compiled if isinstance(one, ast.Name)}
    if len(receivers) != len({ast.dump(one) for one in compiled}):
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
                    f"`{model.name}` is trained and never compiled"
                    + (f"; {others} is" * bool(others)),
                    "Compile the model that is trained.",
                    source.places.span(call),
                )


def _is_handed_on(name: str, source: Source) -> bool:
    """Whether a variable is read otherwise than to call a method of it, or bound unseen."""
    if any(is_unbound(one.value) for one in source.assigned.get(name, ())):
        return True
    for node in source.nodes:
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            parent = source.parents.get(node)
            if not isinstance(parent, ast.Attribute):
                return True
    return False
