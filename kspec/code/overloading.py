"""Objects of the program's own classes where Python asks for their special methods."""

import ast

from kspec.code import operators
from kspec.code.changes import touch
from kspec.code.classes import member, own_items
from kspec.code.reader import Reader
from kspec.code.sequences import special
from kspec.code.values import Function, Object, Unknown, Value

_COMPARING = ("__contains__", "__eq__", "__ne__")


def has(value: Value, name: str) -> bool:
    """Whether an object of the program has a special method."""
    return isinstance(value, Object) and isinstance(member(value.cls, name), Function)


def _unfollowed(reader: Reader, node: ast.AST, *operands: Value) -> Unknown:
    """Result of an operator of a class of the program, which may change its operands."""
    why = reader.unknown("an operator of a class of the program", node)
    touch(reader, operands, why)
    return why


def binary(reader: Reader, node: ast.BinOp | ast.AugAssign, left: Value, right: Value) -> Value:
    """The value of a binary operator."""
    if isinstance(left, Object) or isinstance(right, Object):
        name = operators.BINARY[type(node.op)][1].__name__.strip("_")
        names = (f"__{name}__", f"__r{name}__", f"__i{name}__")
        if any(has(side, name) for side in (left, right) for name in names):
            return _unfollowed(reader, node, left, right)
    return operators.binary(type(node.op), left, right, reader.place(node))


def compare(reader: Reader, kind: ast.cmpop, node: ast.Compare, left: Value, right: Value) -> Value:
    """The value of one comparison."""
    own = any(has(side, name) for side in (left, right) for name in _COMPARING)
    if own and not isinstance(kind, ast.Is | ast.IsNot):
        return _unfollowed(reader, node, left, right)
    if isinstance(kind, ast.Eq | ast.NotEq):  # named tuples are equal to tuples
        left, right = (
            own_items(one) or one if isinstance(one, Object) else one for one in (left, right)
        )
    return operators.compare(kind, left, right, reader.place(node))


def unary(reader: Reader, node: ast.UnaryOp, value: Value) -> Value:
    """The value of a unary operator."""
    if isinstance(node.op, ast.Not):
        known = truth(reader, value, node)
        return known if isinstance(known, Unknown) else not known
    if isinstance(value, Object):
        return _unfollowed(reader, node, value)
    return operators.unary(node.op, value, reader.place(node))


def truth(reader: Reader, value: Value, node: ast.AST) -> Value:
    """Truth of a value: a boolean, or the unknown that it depends on."""
    for name in ("__bool__", "__len__") if isinstance(value, Object) else ():
        if has(value, name):
            return operators.truth(special(reader, value, name, node))
    return operators.truth(value)
