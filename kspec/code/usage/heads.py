"""Heads of models, with what programs ask of them."""

import ast
from typing import Any

from kspec.code.program import ModelDocument
from kspec.code.source import Source
from kspec.named_tuple import NamedTuple

_WITH_ACTIVATION = frozenset(("Conv1D", "Conv2D", "Dense"))


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
