"""Layers and models that a program defines, and the meaning of its imported names."""

import ast
import re
from collections.abc import Iterator, Mapping

from kspec.code.names import children_of
from kspec.code.source import FUNCTIONS, Imports, Source
from kspec.named_tuple import NamedTuple

LAYER = r"^keras(?:\.layers(?:\.\w+)?|\.engine\.\w+)?\.Layer$"
MODEL = r"^keras(?:\.models|\.engine\.\w+)?\.Model$"
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


class KerasClass(NamedTuple):
    """A class derived from Keras's Layer or Model through classes of the program alone.

    ``lineage`` begins with the class itself and goes up to the one that names Keras's.
    """

    node: ast.ClassDef
    lineage: tuple[ast.ClassDef, ...]
    is_model: bool

    def method(self, name: str) -> FunctionNode | None:
        """The method that an instance has, of the class or of one above it in the program."""
        for node in self.lineage:
            own = methods(node).get(name)
            if own is not None:
                return own
        return None

    @property
    def defined(self) -> frozenset[str]:
        """All names that the bodies of the lineage bind."""
        return frozenset(name for node in self.lineage for name in bound(node.body))


def methods(node: ast.ClassDef) -> Mapping[str, FunctionNode]:
    """The methods in the body of a class, the last of one name."""
    return {one.name: one for one in node.body if isinstance(one, FunctionNode)}


def walk_without(body: list[ast.stmt], *skipped: type[ast.AST]) -> Iterator[ast.AST]:
    """All nodes of a block, in order, but those of some classes and what is in them."""
    waiting: list[ast.AST] = list(reversed(body))
    while waiting:
        node = waiting.pop()
        if not isinstance(node, skipped):
            yield node
            waiting.extend(reversed(children_of(node)))


def gives_nothing(function: FunctionNode) -> bool:
    """Whether a function never returns a value, and neither yields nor raises."""
    inside = list(walk_without(function.body, *FUNCTIONS, ast.ClassDef))
    returns = [one.value for one in inside if isinstance(one, ast.Return)]
    ends = (ast.Yield, ast.YieldFrom, ast.Raise)
    return not any(returns) and not any(isinstance(one, ends) for one in inside)


def bound(body: list[ast.stmt]) -> Iterator[str]:
    """Names that the body of a class binds."""
    for statement in body:
        if isinstance(statement, FunctionNode | ast.ClassDef):
            yield statement.name
        elif isinstance(statement, ast.Assign):
            yield from (node.id for node in statement.targets if isinstance(node, ast.Name))
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            yield statement.target.id


def class_around(node: ast.AST, source: Source) -> ast.ClassDef | None:
    """The innermost class in which a node stands."""
    return next((one for one in source.around(node) if isinstance(one, ast.ClassDef)), None)


def keras_classes(source: Source) -> list[KerasClass]:
    """The layers and models of a program, in order.

    A class of which a base is not known is left out, and one whose name is bound by two.
    """
    nodes = source.of(ast.ClassDef)
    by_name: dict[str, ast.ClassDef | None] = {}
    for node in nodes:
        by_name[node.name] = None if node.name in by_name else node
    classes = []
    for node in sorted(nodes, key=lambda node: node.lineno):
        lineage, top = _lineage(node, by_name, source.imports)
        if top is not None and by_name[node.name] is node and not _is_altered(lineage):
            classes.append(KerasClass(node, tuple(lineage), re.match(MODEL, top) is not None))
    return classes


def _lineage(
    node: ast.ClassDef, by_name: Mapping[str, ast.ClassDef | None], imports: Imports
) -> tuple[list[ast.ClassDef], str | None]:
    """The class and those above it, and the class of Keras that the last of them names."""
    lineage: list[ast.ClassDef] = []
    current: ast.ClassDef | None = node
    while current is not None and current not in lineage and len(current.bases) == 1:
        lineage.append(current)
        base = current.bases[0]
        dotted = imports.dotted(base)
        if dotted is not None:
            known = re.match(LAYER, dotted) or re.match(MODEL, dotted)
            return lineage, dotted if known else None
        current = by_name.get(base.id) if isinstance(base, ast.Name) else None
    return lineage, None


def _is_altered(lineage: list[ast.ClassDef]) -> bool:
    """Whether a decorator or a metaclass may have changed a class; Keras's own only registers."""
    return any(
        node.keywords
        or any("register_keras_serializable" not in ast.dump(one) for one in node.decorator_list)
        for node in lineage
    )
