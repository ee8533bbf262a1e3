"""Programs whose attributes of ``self`` are read as names, which the methods of a class share."""

import ast

from kspec.code.names import is_own_attribute
from kspec.code.source import Source


class OwnNames(Source):
    """A program in which ``self.x`` is a name, bound where the class sets it.

    What only stands for a later value (``self.x = None``) binds nothing, and an attribute that two
    classes set stays an attribute.
    """

    def __init__(self, source: Source) -> None:
        super().__init__(source.code)
        self.places = source.places
        classes = source.of(ast.ClassDef)
        owners = {
            name: {one for store in stores for one in source.around(store) if one in classes}
            for name, stores in source.stored_attributes.items()
        }
        names = {name for name, of in owners.items() if len(of) == 1}
        self.tree = _Renamed(names).visit(self.tree)

    def scope_of(self, node: ast.AST) -> ast.AST:
        """The function around a node, the class around an attribute of ``self``, or the module."""
        scope = super().scope_of(node)
        while isinstance(node, ast.Name) and "." in node.id:
            if scope is self.tree or isinstance(scope, ast.ClassDef):
                break
            scope = super().scope_of(scope)
        return scope


class _Renamed(ast.NodeTransformer):
    def __init__(self, names: set[str]) -> None:
        self._names = names

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        is_empty = isinstance(node.value, ast.Constant) and node.value.value is None
        return node if is_empty else self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if is_own_attribute(node) and node.attr in self._names:
            return ast.copy_location(ast.Name(f"self.{node.attr}", node.ctx), node)
        return self.generic_visit(node)
