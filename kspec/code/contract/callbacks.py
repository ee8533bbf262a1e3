"""Callbacks that a program defines: methods that Keras cannot call, or never calls."""

import ast

from kspec.code.contract.classes import methods
from kspec.code.names import counts_of
from kspec.code.source import Source
from kspec.source.outline import Problems, SyntaxProblem
from kspec.spec.suggest import nearest

_PARTS, _ENDS = ("", "train_", "test_", "predict_"), ("begin", "end")
_BATCH, _EPOCH, _PART = ("batch", "logs"), ("epoch", "logs"), ("logs",)
_PARAMETERS = {
    **{f"on_{one}batch_{end}": _BATCH for one in _PARTS for end in _ENDS},
    **{f"on_{one}{end}": _PART for one in _PARTS if one for end in _ENDS},
    **{f"on_epoch_{end}": _EPOCH for end in _ENDS},
}
"""Methods that Keras calls of a callback, and what it passes to them by place."""


def callback_methods(source: Source) -> Problems:
    """Each method of a callback with other parameters or another name than Keras calls, and each
    ``self.stop_training = True``, which Keras reads of the model.
    """
    for node in source.of(ast.ClassDef):
        bases = [source.imports.dotted(one) or "" for one in node.bases]
        if len(bases) != 1 or not bases[0].startswith("keras.callbacks."):
            continue
        for name, method in methods(node).items():
            message, help_ = "", ""
            meant = None if name in _PARAMETERS else _meant(name, source)
            if meant is not None:
                message = f"Keras has no event `{name}`, and never calls this method"
                help_ = f"Name it {meant}."
            elif name in _PARAMETERS and not method.decorator_list:
                passed = _PARAMETERS[name]
                needed, most = counts_of(method.args)
                by_name = method.args.kwonlyargs or method.args.kwarg  # some are passed so
                if not by_name and not needed <= 1 + len(passed) <= most:
                    names = ", ".join(passed)
                    message = f"Keras calls {name}({names}), which this method cannot take"
                    help_ = f"Write def {name}(self, {names}=None)."
            if message:
                span = source.places.name(method)
                mends = ((span, meant),) if meant is not None else ()
                yield SyntaxProblem("callback_method", message, help_, span, mends=mends)
        yield from _stops(node, source)


def _meant(name: str, source: Source) -> str | None:
    """The event that a method is probably for, where the program itself never calls the method."""
    called = any(source.method_calls(name))
    return nearest(name, _PARAMETERS) if name.startswith("on_") and not called else None


def _stops(node: ast.ClassDef, source: Source) -> Problems:
    """The assignments to ``self.stop_training`` in a program that never reads it."""
    stored = source.stored_attributes.get("stop_training", [])
    uses = [one for one in source.of(ast.Attribute) if one.attr == "stop_training"]
    for target in stored if len(uses) == len(stored) else ():
        if node in source.around(target):
            span = source.places.span(target)
            yield SyntaxProblem(
                "callback_method",
                "Keras reads `stop_training` of the model, and this sets it for the callback",
                "Write self.model.stop_training.",
                span,
                mends=((span, "self.model.stop_training"),),
            )
