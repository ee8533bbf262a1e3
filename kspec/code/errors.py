"""The ``try`` statement: a body that is taken to succeed, and its handlers."""

import ast
from collections.abc import Sequence
from functools import partial

from kspec.code.branches import MAYBE, behind, branch
from kspec.code.imports import is_everywhere
from kspec.code.loops import makes_objects
from kspec.code.names import last_name, nodes_in
from kspec.code.operators import RAISES
from kspec.code.reader import Completion, Reader
from kspec.code.values import Unknown

_ANY = frozenset(("BaseException", "Exception"))
"""Kinds of errors that all errors of a program are of."""


def read_try(reader: Reader, node: ast.Try) -> Completion | None:
    """Read the body, taken to succeed; an import of a package that may be missing is a branch."""
    ended: Completion | None
    if node.handlers and (why := _may_be_absent(reader, node)) is not None:
        handler = partial(reader.execute, node.handlers[0].body)
        ended = branch(reader, partial(_body, reader, node), handler, why)
    else:
        ended = _with_handlers(reader, node) if node.handlers else _body(reader, node)
    last = reader.execute(node.finalbody)
    return last or ended


def _with_handlers(reader: Reader, node: ast.Try) -> Completion | None:
    """Read a body, and its handlers where it ends, or may have ended, in an error."""
    outside, reader.may_raise = reader.may_raise, None
    ended = _body(reader, node)
    why, reader.may_raise = reader.may_raise, outside
    if ended is not None and ended.kind == "raise":
        return _handler(reader, node.handlers)
    if why is None:
        return ended
    handled = branch(reader, partial(_handler, reader, node.handlers), lambda: None, why)
    return ended or handled


def _handler(reader: Reader, handlers: Sequence[ast.ExceptHandler]) -> Completion | None:
    """The handler of an error of a kind that is not known: one of them, or none."""
    if not handlers:
        return Completion("raise")
    one, *others = handlers
    if one.type is None or last_name(one.type) in _ANY:
        return reader.execute(one.body)
    why = reader.unknown(RAISES, one)
    arms = partial(reader.execute, one.body), partial(_handler, reader, others)
    return branch(reader, *arms, why)


def _body(reader: Reader, node: ast.Try) -> Completion | None:
    """Read the body of ``try`` and its ``else``."""
    reader.trying += bool(node.handlers)
    try:
        ended = reader.execute(node.body)
    finally:
        reader.trying -= bool(node.handlers)
    if ended is None:
        return reader.execute(node.orelse)
    return behind(reader, node.orelse, ended) if ended.kind in MAYBE else ended


def _may_be_absent(reader: Reader, node: ast.Try) -> Unknown | None:
    """Reason why the body of ``try`` may fail: an import, or a saved model that may be missing."""
    for inner in node.body:
        if isinstance(inner, ast.Import | ast.ImportFrom) and not is_everywhere(reader, inner):
            return reader.unknown("a module that may not be installed", inner)
    builds = any(map(makes_objects, nodes_in(node.handlers[0])))
    for one in nodes_in(ast.Module(node.body, [])) if builds else ():
        if (last_name(one) or "").startswith("load_"):
            return reader.unknown("a file that may not be there", one)
    return None
