"""Loops that set every item of a list anew, or ones in the rows of an array."""

import ast
import copy
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kspec.code.names import names_in, nodes_in
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
    nodes = [node for statement in loop.body for node in nodes_in(statement)]
    if any(isinstance(node, _LEAVES) or _sets_other(node, items, index) for node in nodes):
        return None
    if not _always_sets(loop.body, items, index):
        return None
    new, item = f"<new {items}>", f"<item of {items}>"
    by_name = _ItemByName(items, index, item)
    body = [by_name.visit(copy.deepcopy(statement)) for statement in loop.body]
    first, last = ast.parse(f"a = {items}[{index}]\nb.append(a)").body
    for node in nodes_in(ast.Module([first, last], [])):
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


class Labelled(NamedTuple):
    """The name of an array in whose rows a loop sets ones, and the columns of these; in one row
    several, where a loop inside sets them.
    """

    array: str
    column: ast.expr
    several: bool


@lru_cache(maxsize=64)
def labelled(loop: ast.For | ast.AsyncFor) -> Labelled | None:
    """The array whose rows a loop labels by ones; None for others."""
    for array, row, column in _set_to_one(loop.body, always=True):
        if row in names_in(loop.target) and _is_plain(loop, array, column):
            return Labelled(array, column, several=False)
    for inner in loop.body:
        if isinstance(inner, ast.For):
            for array, row, column in _set_to_one(inner.body):
                is_of_row = row in names_in(loop.target) and row not in names_in(inner.target)
                if is_of_row and names_in(inner.target) & names_in(column):
                    return Labelled(array, column, several=True)
    return None


def _is_plain(loop: ast.For | ast.AsyncFor, array: str, column: ast.expr) -> bool:
    """Whether each round of a loop sets one value of an array, in a column that calls nothing."""
    nodes = [node for statement in loop.body for node in nodes_in(statement)]
    sets = [node for node in nodes if isinstance(node, ast.Subscript) and _root(node) == array]
    calls = [node for node in nodes_in(column) if isinstance(node, ast.Call)]
    plain = all(isinstance(one.func, ast.Name) and one.func.id == "int" for one in calls)
    stored = [node for node in sets if isinstance(node.ctx, ast.Store)]
    return plain and len(stored) == 1 and not any(isinstance(node, _LEAVES) for node in nodes)


def _root(node: ast.expr) -> str | None:
    """The name of the array of which square brackets take a part."""
    while isinstance(node, ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _set_to_one(
    body: Sequence[ast.stmt], *, always: bool = False
) -> Iterator[tuple[str, str, ast.expr]]:
    """The array, the row and the column of ``array[row, column] = 1`` in each run of a body, or
    where a label is a known one, unless it is to be ``always``.
    """
    for statement in body:
        match statement:
            case ast.Assign(
                [ast.Subscript(ast.Name(array), ast.Tuple([ast.Name(row), column]))],
                ast.Constant(1),
            ):
                yield array, row, column
            case ast.Assign(
                [ast.Subscript(ast.Subscript(ast.Name(array), ast.Name(row)), column)],
                ast.Constant(1),
            ):
                yield array, row, column
            case ast.If(ast.Compare(_, [ast.In()]), inside) if not always:
                yield from _set_to_one(inside)


def note_labels(reader: Reader, labels: Labelled, before: Value) -> None:
    """Take note that rows which were zeros before a loop hold a one for each label."""
    from kspec.code.data.array import Array, known
    from kspec.code.data.indexing import is_single

    now = reader.scope.find(labels.array)
    if not isinstance(before, Array) or not isinstance(now, Array) or now.shape is None:
        return
    was_zero = before.constant == 0
    is_table = len(now.shape) == 2 and known(now.shape[1]) != 1
    if was_zero and is_table and now.limits is not None and now.limits[:2] == (0, 1):
        if not labels.several and not is_single(reader.evaluate(labels.column)):
            return
        classes = None if labels.several else known(now.shape[1])
        encoding = "multi_hot" if labels.several else "one_hot"
        changed = now.changed(encoding=encoding, classes=classes)
        reader.bind(labels.array, changed)
        replace(reader, now, changed)
