"""Classes of Keras that a program calls and neither imports nor defines, or misspells."""

import ast

from kspec.code.keras.exports import exports_of
from kspec.code.source import Source
from kspec.code.undefined import undefined_classes
from kspec.source.outline import Problems, Span, SyntaxProblem

_OF_CLASSES = frozenset(("keras", "keras.layers", "keras.models", "keras.callbacks"))
_MODULES = ("layers", "models", "optimizers", "callbacks", "regularizers", "initializers")


def missing_imports(source: Source) -> Problems:
    """Yield the first call of each class that is undefined."""
    for name, (home, place) in undefined_classes(source).items():
        yield SyntaxProblem(
            "undefined_name",
            f"`{name}` is neither imported nor defined: this raises a NameError",
            f"Import it: `from keras.{home} import {name}`.",
            source.places.span(place),
        )


def classes_in_small_letters(source: Source) -> Problems:
    """Yield each call of a class of Keras that is written without its capital letters."""
    for call in source.calls:
        module, _, name = source.callee(call).rpartition(".")
        names = exports_of(module) if module in _OF_CLASSES and name not in _MODULES else ()
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
