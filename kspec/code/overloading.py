"""Operators of the program's own classes: their special methods."""

import ast

from kspec.code import operators
from kspec.code.classes import member
from kspec.code.reader import Reader
from kspec.code.sequences import special
from kspec.code.values import Function, Object, Unknown, Value

_REFLECTED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq", "ne": "ne"}


def has(value: Value, name: str) -> bool:
    """Whether an object of the program has a special method."""
    return isinstance(value, Object) and isinstance(member(value.cls, name), Function)


def binary(reader: Reader, node: ast.BinOp | ast.AugAssign, left: Value, right: Value) -> Value:
    """The value of a binary operator, in place where it is an assignment."""
    if not isinstance(left, Object) and not isinstance(right, Object):
        return operators.binary(type(node.op), left, right, reader.place(node))
    name = operators.BINARY[type(node.op)][1].__name__.strip("_")
    if isinstance(node, ast.AugAssign) and has(left, f"__i{name}__"):
        return special(reader, left, f"__i{name}__", node, right)
    if has(left, f"__{name}__"):
        return special(reader, left, f"__{name}__", node, right)
    if has(right, f"__r{name}__"):
        return special(reader, right, f"__r{name}__", node, left)
    return operators.binary(type(node.op), left, right, reader.place(node))


def compare(reader: Reader, kind: ast.cmpop, node: ast.Compare, left: Value, right: Value) -> Value:
    """The value of one comparison."""
    if not isinstance(left, Object) and not isinstance(right, Object):
        return operators.compare(kind, left, right, reader.place(node))
    if isinstance(kind, ast.In | ast.NotIn) and has(right, "__contains__"):
        inside = truth(reader, special(reader, right, "__contains__", node, left), node)
        return inside if isinstance(inside, Unknown) else inside is isinstance(kind, ast.In)
    if type(kind) in operators.COMPARISONS:
        name = operators.COMPARISONS[type(kind)][1].__name__
        if name == "ne" and has(left, "__eq__") and not has(left, "__ne__"):
            same = truth(reader, special(reader, left, "__eq__", node, right), node)
            return same if isinstance(same, Unknown) else not same
        if has(left, f"__{name}__"):
            return special(reader, left, f"__{name}__", node, right)
        if has(right, f"__{_REFLECTED[name]}__"):
            return special(reader, right, f"__{_REFLECTED[name]}__", node, left)
    return operators.compare(kind, left, right, reader.place(node))


def unary(reader: Reader, node: ast.UnaryOp, value: Value) -> Value:
    """The value of a unary operator."""
    if isinstance(node.op, ast.Not):
        known = truth(reader, value, node)
        return known if isinstance(known, Unknown) else not known
    if isinstance(value, Object):
        name = f"__{operators.UNARY[type(node.op)][1].__name__}__"
        if has(value, name):
            return special(reader, value, name, node)
    return operators.unary(node.op, value, reader.place(node))


def truth(reader: Reader, value: Value, node: ast.AST) -> Value:
    """Truth of a value: a boolean, or the unknown that it depends on."""
    for name in ("__bool__", "__len__") if isinstance(value, Object) else ():
        if has(value, name):
            return operators.truth(special(reader, value, name, node))
    return operators.truth(value)
