"""Names that a layer's code uses and that nothing binds."""

import ast
import builtins
import symtable
from collections.abc import Iterator

from kspec.code.contract.classes import FunctionNode, KerasClass, walk_without
from kspec.code.source import Source
from kspec.source.outline import SyntaxProblem

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


def unbound_names(classes: list[KerasClass], source: Source) -> Iterator[SyntaxProblem]:
    """Yield the first use of each name, in each method of the layers and models, that raises
    NameError when the method runs. Nothing where names may come from unknown code.
    """
    if source.imports.has_star or not _UNSEEN.isdisjoint({*source.reads, *source.bindings}):
        return
    try:
        table = symtable.symtable(source.code, "<code>", "exec")
    except (SyntaxError, ValueError, RecursionError):
        return
    bound = _module_names(table) | _ALWAYS
    nodes = {node for one in classes for node in one.lineage}
    free = _free_names(table, {(node.name, node.lineno) for node in nodes})
    for node in sorted(nodes, key=lambda node: node.lineno):
        names = free.get((node.name, node.lineno), frozenset()) - bound
        for method in node.body:
            if names and isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from _uses(method, names, source, node)


def _module_names(table: symtable.SymbolTable) -> frozenset[str]:
    """Names that the module binds, and names that functions bind as ``global``."""
    names = {
        one.get_name()
        for one in table.get_symbols()
        if one.is_assigned() or one.is_imported() or one.is_namespace()
    }
    waiting = list(table.get_children())
    while waiting:
        inner = waiting.pop()
        waiting += inner.get_children()
        names |= {
            one.get_name()
            for one in inner.get_symbols()
            if one.is_declared_global() and (one.is_assigned() or one.is_imported())
        }
    return frozenset(names)


def _free_names(
    table: symtable.SymbolTable, classes: set[tuple[str, int]]
) -> dict[tuple[str, int], frozenset[str]]:
    """The names that methods look up in the module, by the name and the line of their class."""
    unbound: dict[tuple[str, int], frozenset[str]] = {}
    waiting = [table]
    while waiting:
        current = waiting.pop()
        waiting += current.get_children()
        key = (current.get_name(), current.get_lineno())
        if current.get_type() == "class" and key in classes:
            unbound[key] = frozenset(_global_uses(current))
    return unbound


def _global_uses(table: symtable.SymbolTable) -> Iterator[str]:
    for inner in table.get_children():
        for one in inner.get_symbols():
            if one.is_referenced() and one.is_global():
                yield one.get_name()
        yield from _global_uses(inner)


def _uses(
    method: FunctionNode, names: frozenset[str], source: Source, owner: ast.ClassDef
) -> Iterator[SyntaxProblem]:
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
