"""Models that are put together from packages of Keras that know nothing of each other."""

import ast

from kspec.code.program import ModelDocument, Models
from kspec.code.source import Source
from kspec.source.outline import Path, Problems, SyntaxProblem

_APART = ("tensorflow.python.keras", "tf_keras", "keras_core")
"""Packages whose classes are not those of `keras`, which `tensorflow.keras` is too."""


def mixed_packages(source: Source, models: Models) -> Problems:
    """The first layer, or the optimizer, of each model that another package has than the model."""
    calls = {source.places.span(call): call for call in source.calls}
    for model in models:
        package = _package(calls.get(model.span), source)
        for path in _parts(model):
            span = model.document.span(path)
            other = _package(calls.get(span), source)
            if None in (package, other) or package == other:
                continue
            yield SyntaxProblem(
                "mixed_packages",
                f"this is an object of `{other}`, and the model is one of `{package}`, which "
                "takes it for none of its own: this raises an error",
                f"Import both from `{'keras' if 'keras' in (package, other) else package}`.",
                span,
                related=((model.span, "the model"),),
                since_keras=3,
            )
            break


def _parts(model: ModelDocument) -> list[Path]:
    """The paths of the layers and of the optimizer in a model's spec."""
    value = model.document.value
    layers = value.get("layers") if isinstance(value, dict) else None
    count = len(layers) if isinstance(layers, list) else 0
    return [*(("layers", index) for index in range(count)), ("compile", "optimizer")]


def _package(call: ast.Call | None, source: Source) -> str | None:
    """The package of Keras whose class a call makes; None for any other call."""
    written = None if call is None else source.imports.written(call.func)
    if written is None or not source.callee(call).startswith("keras."):
        return None
    return next((name for name in _APART if written.startswith(f"{name}.")), "keras")
