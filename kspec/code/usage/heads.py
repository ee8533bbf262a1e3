"""Heads of models, with what programs ask of them."""

import ast
import re
from typing import Any

from kspec.code.contract.classes import MODEL, methods
from kspec.code.names import last_name, name_of
from kspec.code.program import ModelDocument, Models
from kspec.code.source import Source, argument
from kspec.code.usage.origins import origins, set_to
from kspec.named_tuple import NamedTuple

_WITH_ACTIVATION = frozenset(("Conv1D", "Conv2D", "Dense"))


class Head(NamedTuple):
    """The last layer of a model: its units and its activation, None where they are not known."""

    units: int | None
    activation: str | None


OPEN = Head(None, None)
_DEEPEST = 4
"""Number of functions through which a model is handed on."""


class Heads:
    """The heads of a program's models."""

    def __init__(self, source: Source, models: Models) -> None:
        self._source = source
        self._models = models

    def of(self, model: ast.expr | None) -> Head:
        """The head of the model that an expression holds."""
        heads = {_head(one) for one in self.models_of(model)}
        known = heads - {OPEN}
        if not known and isinstance(model, ast.Name | ast.Attribute):
            own = origins(model, self._source)
            return _own_head(own[0], self._source) if len(own) == 1 else OPEN
        return known.pop() if len(known) == len(heads) == 1 else OPEN

    def models_of(self, node: ast.expr | None) -> list[ModelDocument]:
        """The models that an expression may hold: those of its calls, or else of its name."""
        sources = [self._made_by(one, 0) for one in origins(node, self._source)]
        if sources and all(sources):
            return [model for models in sources for model in models]
        return [] if node is None else self._named(last_name(node), node)

    def _made_by(self, node: ast.expr, depth: int) -> list[ModelDocument]:
        """The models of a call: of a constructor, or of a function of the program."""
        span = self._source.places.span(node)
        models = [model for model in self._models if model.span == span]
        called = name_of(node.func) if isinstance(node, ast.Call) else None
        if models or depth > _DEEPEST:
            return models
        returned = self._source.returned(self._source.function(called))
        values = [origin for value in returned for origin in origins(value, self._source)]
        sources = [self._made_by(one, depth + 1) for one in values]
        return [model for models in sources for model in models] if all(sources) else []

    def _named(self, name: str | None, node: ast.AST) -> list[ModelDocument]:
        """The models of a variable where a node reads it: of several under one name, the last one
        which is made before it in the same function. None where it may hold an estimator.
        """
        values = [one.value for one in self._source.assigned.get(name or "", ())]
        if any(_is_estimator(one, self._source) for one in values):
            return []
        models = [model for model in self._models if model.name == name]
        if len({_head(model) for model in models}) > 1:
            scope, start = self._source.scope_of(node), self._source.places.span(node).start
            places = [model.span for model in models if model.span.start < start]
            places = [span for span in places if self._source.scope_at(span) is scope]
            models = [model for model in models if model.span == max(places, default=None)]
        return models


def _is_estimator(value: ast.expr, source: Source) -> bool:
    """Whether an expression makes or finds an estimator of scikit-learn, around a model or not."""
    is_best = last_name(value) == "best_estimator_"
    return is_best or source.callee(value).startswith(("keras.wrappers.", "scikeras.", "sklearn."))


def is_of_keras(receiver: ast.expr, models: Models, source: Source) -> bool:
    """Whether a name holds nothing but models of Keras or what the program's functions make."""
    names = {model.name for model in models}
    if not isinstance(receiver, ast.Name) or receiver.id not in names:
        return False
    values = [one.value for one in source.assigned.get(receiver.id, ())]
    makers = [one.func for one in values if isinstance(one, ast.Call)]
    called = [source.imports.dotted(one) or getattr(one, "id", "") for one in makers]
    own = {one.name for one in source.of(ast.FunctionDef)}
    return len(called) == len(values) > 0 and all(
        name in own or name.startswith(("keras.Sequential", "keras.Model", "keras.models."))
        for name in called
    )


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


def _own_head(layer_call: ast.expr | None, source: Source) -> Head:
    """The head of a model of the program's own class, where ``call`` ends with a layer."""
    name = name_of(layer_call.func) if isinstance(layer_call, ast.Call) else None
    classes = [one for one in source.of(ast.ClassDef) if one.name == name]
    bases = [source.imports.dotted(base) or "" for one in classes for base in one.bases]
    call = methods(classes[0]).get("call") if len(classes) == 1 else None
    if call is None or len(bases) != 1 or not re.match(MODEL, bases[0]):
        return OPEN
    returns = [one.value for one in ast.walk(call) if isinstance(one, ast.Return)]
    [output] = origins(returns[0], source) if len(returns) == 1 else [None]
    layer = output.func if isinstance(output, ast.Call) else None
    assigned = set_to(layer, source) if isinstance(layer, ast.Attribute) else None
    if source.keras(assigned, "layers") != "Dense" or not isinstance(assigned, ast.Call):
        return OPEN
    units, activation = argument(assigned, 0, "units"), argument(assigned, 1, "activation")
    count, kind = getattr(units, "value", None), getattr(activation, "value", None)
    return Head(
        count if isinstance(count, int) else None,
        "linear" if activation is None else kind if isinstance(kind, str) else None,
    )
