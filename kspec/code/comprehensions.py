"""Comprehensions and generator expressions, as the lists that they give."""

import ast
from collections.abc import Callable, Sequence

from kspec.code import operators
from kspec.code.branches import either
from kspec.code.budget import MOST_ITEMS, OutOfStepsError
from kspec.code.items import alike, is_data, one_item
from kspec.code.loops import TOO_LONG, bounded, is_long
from kspec.code.overloading import truth
from kspec.code.reader import Comprehension, Reader
from kspec.code.scopes import Scope
from kspec.code.sets import in_some_order, once
from kspec.code.storing import assign
from kspec.code.unknown_numbers import Index
from kspec.code.values import ITERATOR, Dict, List, Rest, Unknown, Value

_KINDS: dict[type[ast.expr], str] = {ast.SetComp: "set", ast.GeneratorExp: ITERATOR}


class _UnknownRoundsError(Exception):
    def __init__(self, why: Unknown) -> None:
        super().__init__(why.reason)
        self.why = why


def comprehension(reader: Reader, node: Comprehension) -> Value:
    """The list, set or dictionary of a comprehension."""
    frame = reader.frames[-1]
    kept, frame.scope = frame.scope, Scope(frame.scope)
    long = _long(reader, node)
    if long is not None:
        frame.scope = kept
        return long
    items: list[Value] = []
    pairs: dict[Value, Value] = {}
    done = False

    def take() -> None:
        if len(items) + len(pairs) >= MOST_ITEMS:
            raise OutOfStepsError
        if isinstance(node, ast.DictComp):
            key, value = reader.evaluate(node.key), reader.evaluate(node.value)
            if not operators.is_plain(key):
                raise _UnknownRoundsError(reader.unknown("a key that is not known", node.key))
            pairs[key] = value
        else:
            items.append(reader.evaluate(node.elt))

    try:
        with bounded(reader, node):
            _clauses(reader, node.generators, take)
            done = True
    except _UnknownRoundsError as error:
        return _like_one(reader, node, error.why)
    finally:
        frame.scope = kept
    if not done:
        return reader.unknown(TOO_LONG, node)
    if isinstance(node, ast.DictComp):
        return Dict(pairs, reader.place(node))
    where = reader.place(node.elt)
    if isinstance(node, ast.SetComp):
        items = list(in_some_order(items))
        if not operators.is_plain(tuple(items)):
            return reader.unknown("a set that kspec does not follow", node)
        items = list(once(items))
    kind = _KINDS.get(type(node), "list")
    return List(items, reader.place(node), [where] * len(items), kind)


def _long(reader: Reader, node: Comprehension) -> Value:
    """The list of many equal rounds, of which one is read; None for any other."""
    clause = node.generators[0]
    if isinstance(node, ast.DictComp) or len(node.generators) > 1 or clause.ifs:
        return None
    if not isinstance(clause.iter, ast.Call) or not isinstance(clause.iter.func, ast.Name):
        return None
    items = reader.evaluate(clause.iter) if clause.iter.func.id == "range" else None
    if not isinstance(items, range) or not is_long(len(items), node):
        return None
    why = reader.unknown(TOO_LONG, node)
    result = _like_one(reader, node, Rest(why, Index.among(items, why)))
    if len(items) > MOST_ITEMS:
        return result
    if isinstance(result, List) and isinstance(result.rest, Rest):
        result.state["items"], result.state["rest"] = (result.rest.item,) * len(items), None
        return result
    return None


def _like_one(reader: Reader, node: Comprehension, why: Unknown) -> Value:
    """Read one of an unknown number of iterations of a comprehension, whose item is data."""
    results: list[Value] = []

    def one_round() -> None:
        for clause in node.generators:
            items = reader.items(reader.evaluate(clause.iter), clause.iter)
            item = Index.among(items, why) if isinstance(items, range) else _item_of(items)
            assign(reader, clause.target, item)
        value = node.value if isinstance(node, ast.DictComp) else node.elt
        results.append(reader.evaluate(value))

    either(reader, one_round, lambda: None, why)
    if not results or not (is_data(results[0]) or isinstance(results[0], Unknown)):
        return why.called("?")
    if isinstance(node, ast.DictComp):
        return Dict({}, reader.place(node), rest=Rest(why, results[0]))
    rest = Rest(why, results[0], _rounds(reader, node, why))
    return List((), reader.place(node), (), _KINDS.get(type(node), "list"), rest)


def _rounds(
    reader: Reader, node: ast.ListComp | ast.SetComp | ast.GeneratorExp, why: Unknown
) -> int | None:
    """Number of iterations over a slice of a known length."""
    clause = node.generators[0]
    if len(node.generators) > 1 or clause.ifs:
        return None
    if isinstance(why, Rest) and why.length is not None:
        return why.length
    if not isinstance(clause.iter, ast.Subscript):
        return None
    ends = reader.evaluate(clause.iter.slice)
    if not isinstance(ends, slice) or ends.step is not None or not isinstance(ends.stop, int):
        return None
    start = 0 if ends.start is None else ends.start
    return ends.stop - start if isinstance(start, int) and 0 <= start < ends.stop else None


def _item_of(items: Sequence[Value] | Unknown) -> Value:
    if isinstance(items, Rest):
        return one_item(items)
    return items if isinstance(items, Unknown) else alike(tuple(items))


def _clauses(
    reader: Reader, clauses: Sequence[ast.comprehension], take: Callable[[], None]
) -> None:
    if not clauses:
        take()
        return
    clause = clauses[0]
    items = reader.items(reader.evaluate(clause.iter), clause.iter)
    if isinstance(items, Unknown):
        raise _UnknownRoundsError(items)
    for item in items:
        reader.budget.step()
        assign(reader, clause.target, item)
        for test in clause.ifs:
            known = truth(reader, reader.evaluate(test), test)
            if isinstance(known, Unknown):
                raise _UnknownRoundsError(known)
            if not known:
                break
        else:
            _clauses(reader, clauses[1:], take)
