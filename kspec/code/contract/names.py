"""Names that a layer's code uses and that nothing binds."""

import ast
import builtins
import symtable
from collections.abc import Iterator

from kspec.code.contract.classes import FunctionNode, KerasClass, walk_without
from kspec.code.source import Source
from kspec.source.outline import Problems, SyntaxProblem

_ALWAYS = frozenset(dir(builtins)) | {
    "__builtins__", "__class__", "__doc__", "__file__", "__loader__", "__name__", "__package__",
    "__spec__", "In", "Out", "_", "__", "display", "get_ipython",
}  # fmt: skip
_UNSEEN = frozenset(("exec", "globals", "__import__"))
_USUAL = {
    "tf": "import tensorflow as tf",
    "np": "import numpy as np",
    "K": "from keras import backend as K",
    "keras": "import keras",
    "layers": "from keras import layers",
    "ops": "from keras import ops",
    "tensorflow": "import tensorflow",
    "math": "import math",
}


def unbound_names(classes: list[KerasClass], source: Source) -> Problems:
    """Yield the first use of each name, in each method of the layers and models, that raises
    NameError when the method runs. Nothing where names may come from unknown code.
    """
    if source.imports.has_star or not _UNSEEN.isdisjoint({*source.reads, *source.bindings}):
        return
    try:
        table = symtable.symtable(source.code, "<code>", "exec")
    except (SyntaxError, ValueError, RecursionError):
        return
    bound = {one.get_name() for one in table.get_symbols() if _is_bound(one)} | _ALWAYS
    for inner in _tables(table):
        declared = (one for one in inner.get_symbols() if one.is_declared_global())
        bound |= {one.get_name() for one in declared if _is_bound(one)}
    tables = {(one.get_name(), one.get_lineno()): one for one in _tables(table)}
    nodes = {node for one in classes for node in one.lineage}
    for node in sorted(nodes, key=lambda node: node.lineno):
        names = frozenset(_global_uses(tables[node.name, node.lineno])) - bound
        for method in node.body:
            if names and isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from _uses(method, names, source, node)


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    """The table of a block and those of all blocks in it."""
    yield table
    for inner in table.get_children():
        yield from _tables(inner)


def _is_bound(symbol: symtable.Symbol) -> bool:
    return symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()


def _global_uses(table: symtable.SymbolTable) -> Iterator[str]:
    """The names that the methods of a class look up in the module."""
    for method in table.get_children():
        for inner in _tables(method):
            symbols = inner.get_symbols()
            yield from (
                one.get_name() for one in symbols if one.is_referenced() and one.is_global()
            )


def _uses(
    method: FunctionNode, names: frozenset[str], source: Source, owner: ast.ClassDef
) -> Problems:
    own = _bound_in(method)
    reported: set[str] = set()
    for node in walk_without(method.body, ast.Try):  # which may expect the error
        if (
            isinstance(node, ast.Name)
            and isinstance(node.ctx, ast.Load)
            and node.id in names - own - reported
        ):
            reported.add(node.id)
            yield SyntaxProblem(
                "undefined_name",
                f"`{node.id}` is not defined: {owner.name}.{method.name} raises a NameError here",
                _hint(node.id, method, owner),
                source.places.span(node),
            )


def _bound_in(method: FunctionNode) -> frozenset[str]:
    """Names that are bound in a method or its inner functions: all others are certain."""
    names = {node.arg for node in ast.walk(method) if isinstance(node, ast.arg)}
    for node in ast.walk(method):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            names.add(node.id)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            names.add(node.name)
    return frozenset(names)


def _hint(name: str, method: FunctionNode, owner: ast.ClassDef) -> str:
    from kspec.spec.suggest import nearest

    arguments = [one.arg for one in (*method.args.posonlyargs, *method.args.args)]
    near = nearest(name, sorted({*arguments, *_bound_in(method)}))
    if near:
        return f"Did you mean `{near}`?"
    if name in _USUAL:
        return f"Import it: `{_USUAL[name]}`."
    attributes = {
        node.attr
        for node in ast.walk(owner)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }
    if name in attributes:
        return f"Did you mean `self.{name}`?"
    return "Import or define it before, or take it as an argument."
