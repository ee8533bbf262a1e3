"""Classes of Keras that a program calls by another spelling."""

import ast

from kspec.code.keras.exports import exports_of
from kspec.code.source import Source
from kspec.code.undefined import MODULES
from kspec.source.outline import Problems, Span, SyntaxProblem

_OF_CLASSES = frozenset(("keras", "keras.layers", "keras.models", "keras.callbacks"))


def classes_in_small_letters(source: Source) -> Problems:
    """Yield each call of a class of Keras that is written without its capital letters."""
    for call in source.calls:
        module, _, name = source.callee(call).rpartition(".")
        names = exports_of(module) if module in _OF_CLASSES and name not in MODULES else ()
        meant = next((one for one in names if one.lower() == name.lower()), None)
        if meant is not None and name[:1].islower() and name not in names:
            span = source.places.span(call.func)
            yield SyntaxProblem(
                "unknown_name",
                f"`{module}` has no `{name}`: this fails",
                f"Write {meant}.",
                span,
                mends=((Span(span.end - len(name), span.end), meant),)
                if isinstance(call.func, ast.Attribute)
                else (),
            )
