"""Packages and modules that a program takes for those of Keras."""

import ast
import re

from kspec.code.names import section_meant
from kspec.code.program import ModelDocument, Models
from kspec.code.source import Source
from kspec.source.outline import Path, Problems, Span, SyntaxProblem

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
    layers = enumerate(model.spec.get("layers", ()))
    return [*(("layers", index) for index, _ in layers), ("compile", "optimizer")]


def _package(call: ast.Call | None, source: Source) -> str | None:
    """The package of Keras whose class a call makes; None for any other call."""
    written = None if call is None else source.imports.written(call.func)
    if written is None or not source.callee(call).startswith("keras."):
        return None
    return next((name for name in _APART if written.startswith(f"{name}.")), "keras")


def misspelt_modules(source: Source) -> Problems:
    """Yield each import or use of a module that no Keras has, as ``keras.model``."""
    for node in source.nodes:
        for written in _modules(node, source):
            home, of_keras, section = written.partition("keras.")
            section = section.partition(".")[0]
            meant = section_meant(section) if of_keras and home in _HOMES else None
            if meant is None or any(isinstance(one, ast.Try) for one in source.around(node)):
                continue
            word, start = re.compile(rf"\b{section}\b"), source.places.span(node).start
            match = word.search(source.places.text, start)
            span = source.places.span(node) if match is None else Span(*match.span())
            yield SyntaxProblem(
                "undefined_name",
                f"`{home}keras` has no `{section}`: this fails",
                f"It is called `{home}keras.{meant}`.",
                span,
                mends=((span, meant),),
                safe=False,
            )


_HOMES = frozenset(("", "tensorflow.", "tensorflow.python."))


def _modules(node: ast.AST, source: Source) -> list[str]:
    """The dotted names of modules or of what they have, where a statement or an attribute names
    them.
    """
    match node:
        case ast.Import(names=names):
            return [one.name for one in names]
        case ast.ImportFrom(module=str(module), names=names, level=0):
            is_whole = module.endswith("keras")
            return [f"{module}.{one.name}" for one in names] if is_whole else [module]
        case ast.Attribute(value=value, ctx=ast.Load()):
            written = source.imports.written(value)
            return [f"{written}.{node.attr}"] if f".{written}".endswith(".keras") else []
    return []
