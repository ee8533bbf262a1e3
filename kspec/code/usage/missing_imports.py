"""Classes of Keras that a program calls and neither imports nor defines."""

import ast
import re

from kspec.code.keras.exports import exports_of
from kspec.code.source import Source
from kspec.source.outline import Problems, Span, SyntaxProblem

_OF_CLASSES = frozenset(("keras", "keras.layers", "keras.models", "keras.callbacks"))
_MODULES = ("layers", "models", "optimizers", "callbacks", "regularizers", "initializers")
_BRINGS_NAMES = re.compile(r"(?m)^\s*%(?:run|pylab|load|store)\b")
_UNSEEN = frozenset(("exec", "globals", "__import__"))


def missing_imports(source: Source) -> Problems:
    """Yield the first call of each such class, where all names come from known code."""
    called = {
        call.func.id: call.func
        for call in reversed(source.calls)
        if isinstance(call.func, ast.Name) and call.func.id[0].isupper()
    }
    bound = {alias.asname or alias.name for one in source.of(ast.ImportFrom) for alias in one.names}
    unseen = "*" in bound or not _UNSEEN.isdisjoint(source.reads)
    missing = [one for one in called if one not in bound and not source.is_bound(one)]
    if not missing or unseen or _BRINGS_NAMES.search(source.places.text):
        return
    imported = source.imports.names
    keras = any(name.startswith(("keras", "tensorflow")) for name in imported.values())
    for name in reversed(missing):
        home = next((one for one in _MODULES if name in exports_of(f"keras.{one}")), None)
        if keras and home is not None and name not in imported:
            yield SyntaxProblem(
                "undefined_name",
                f"`{name}` is neither imported nor defined: this raises a NameError",
                f"Import it: `from keras.{home} import {name}`.",
                source.places.span(called[name]),
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
