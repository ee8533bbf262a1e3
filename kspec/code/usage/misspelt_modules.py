"""Modules that a program takes for modules of Keras."""

import ast
import re

from kspec.code.names import section_meant
from kspec.code.source import Source
from kspec.source.outline import Problems, Span, SyntaxProblem


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
