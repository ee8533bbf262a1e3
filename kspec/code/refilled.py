"""Loops that set every item of a list anew, or ones in the rows of an array."""

import ast
import copy
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kspec.code.reader import Reader
from kspec.code.storing import replace
from kspec.code.values import Value
from kspec.named_tuple import NamedTuple

_LEAVES = (ast.Break, ast.Continue, ast.Return, ast.Yield, ast.YieldFrom, ast.Delete)


class Refilled(NamedTuple):
    """The name of the list, that of a new one, and the loop's body, which appends to it."""

    items: str
    new: str
    body: Sequence[ast.stmt]


class _ItemByName(ast.NodeTransformer):
    def __init__(self, items: str, index: str, name: str) -> None:
        self.items, self.index, self.name = items, index, name

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        if _is_item(node, self.items, self.index):
            return ast.copy_location(ast.Name(self.name, node.ctx), node)
        return self.generic_visit(node)


@lru_cache(maxsize=64)
def refilled(loop: ast.For | ast.AsyncFor) -> Refilled | None:
    """The body of ``for i in range(len(items))`` that always sets ``items[i]``; None for others."""
    match loop.target, loop.iter:
        case (
            ast.Name(index),
            ast.Call(ast.Name("range"), [ast.Call(ast.Name("len"), [ast.Name(items)])]),
        ):
            pass
        case ast.Tuple([ast.Name(index), _]), ast.Call(ast.Name("enumerate"), [ast.Name(items)]):
            pass
        case _:
            return None
    nodes = [node for statement in loop.body for node in ast.walk(statement)]
    if any(isinstance(node, _LEAVES) or _sets_other(node, items, index) for node in nodes):
        return None
    if not _always_sets(loop.body, items, index):
        return None
    new, item = f"<new {items}>", f"<item of {items}>"
    by_name = _ItemByName(items, index, item)
    body = [by_name.visit(copy.deepcopy(statement)) for statement in loop.body]
    first, last = ast.parse(f"a = {items}[{index}]\nb.append(a)").body
    for node in ast.walk(ast.Module([first, last], [])):
        if isinstance(node, ast.Name) and node.id in {"a", "b"}:
            node.id = item if node.id == "a" else new
        if isinstance(node, ast.expr | ast.stmt):
            ast.copy_location(node, loop.body[0])
    return Refilled(items, new, (first, *body, last))


def _is_item(node: ast.AST, items: str, index: str) -> bool:
    match node:
        case ast.Subscript(ast.Name(name), ast.Name(place)):
            return name == items and place == index
    return False


def _sets_other(node: ast.AST, items: str, index: str) -> bool:
    """Whether a node sets the list, its index or another of its items."""
    match node:
        case ast.Name(name, ast.Store()):
            return name in {items, index}
        case ast.Subscript(ast.Name(name), _, ast.Store()):
            return name == items and not _is_item(node, items, index)
        case ast.Attribute(ast.Name(name)):
            return name == items
    return False


def _always_sets(body: Sequence[ast.stmt], items: str, index: str) -> bool:
    """Whether each run of some statements sets the item."""
    for statement in body:
        if isinstance(statement, ast.Assign):
            if any(_is_item(target, items, index) for target in statement.targets):
                return True
        elif isinstance(statement, ast.If):
            arms = statement.body, statement.orelse
            if all(arm and _always_sets(arm, items, index) for arm in arms):
                return True
    return False


@lru_cache(maxsize=64)
def array_of_labels(loop: ast.For | ast.AsyncFor) -> str | None:
    """The name of the array in whose row a loop inside sets several ones; None for others."""
    for inner in loop.body:
        if isinstance(inner, ast.For):
            for array, row, column in _set_to_one(inner.body):
                is_of_row = row in _names(loop.target) and row not in _names(inner.target)
                if is_of_row and _names(inner.target) & _names(column):
                    return array
    return None


def _names(node: ast.expr) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _set_to_one(body: Sequence[ast.stmt]) -> Iterator[tuple[str, str, ast.expr]]:
    """The array, the row and the column of ``array[row, column] = 1`` in each run of a body, or
    where a label is a known one.
    """
    for statement in body:
        match statement:
            case ast.Assign(
                [ast.Subscript(ast.Name(array), ast.Tuple([ast.Name(row), column]))],
                ast.Constant(1),
            ):
                yield array, row, column
            case ast.If(ast.Compare(_, [ast.In()]), inside):
                yield from _set_to_one(inside)


def note_labels(reader: Reader, name: str, before: Value) -> None:
    """Take note that rows which were zeros before a loop hold a one for each of several labels."""
    from kspec.code.data.array import Array, known

    now = reader.scope.find(name)
    if not isinstance(before, Array) or not isinstance(now, Array) or now.shape is None:
        return
    was_zero = before.constant == 0
    is_table = len(now.shape) == 2 and known(now.shape[1]) != 1
    if was_zero and is_table and now.limits is not None and now.limits[:2] == (0, 1):
        labels = now.changed(encoding="multi_hot")
        reader.bind(name, labels)
        replace(reader, now, labels)
