"""Statements, in the order in which they run."""

import ast
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from kspec.code import operators, overloading
from kspec.code.branches import MAYBE, behind, branch
from kspec.code.budget import OutOfStepsError
from kspec.code.builtin_functions import ARGUMENT, ENDS
from kspec.code.classes import define
from kspec.code.errors import read_try
from kspec.code.expressions import function_value
from kspec.code.functions import read_managed
from kspec.code.imports import import_from, import_modules, is_of_absent_layer
from kspec.code.journal import MISSING
from kspec.code.loops import read_for, read_while
from kspec.code.names import is_own_attribute, last_name, nodes_in
from kspec.code.reader import NOT_BOUND, Completion, Reader
from kspec.code.sequences import special
from kspec.code.source import is_unbound
from kspec.code.storing import assign, augment, delete
from kspec.code.values import (
    Bound,
    Call,
    Class,
    External,
    Function,
    Manager,
    Object,
    Partial,
    Settings,
    Unknown,
    Value,
)

_TRANSPARENT = (
    *("contextlib.contextmanager", "keras.saving.", "keras.utils.register_keras_serializable"),
    *("tensorflow.", "numba.", "functools.lru_cache", "functools.cache", "functools.wraps"),
    *("dataclasses.dataclass", "abc.abstractmethod", "typing."),
)
"""Decorators that leave the effect of a function unchanged."""


def execute(reader: Reader, nodes: Sequence[ast.stmt]) -> Completion | None:
    """Read statements; returns the completion where they end early."""
    for index, node in enumerate(nodes):
        reader.budget.step()
        function = _EXECUTE.get(type(node))
        if function is not None:
            try:
                ended = function(reader, node)
            except RecursionError:
                forget(reader, [node], reader.unknown("nested deeper than kspec follows", node))
                ended = None
            except OutOfStepsError as error:
                error.line = node.lineno
                raise
            if ended is not None:
                rest = nodes[index + 1 :]
                return behind(reader, rest, ended) if ended.kind in MAYBE else ended
    return None


def _if(reader: Reader, node: ast.If) -> Completion | None:
    """A branch: the arm that is taken, or both."""
    known = overloading.truth(reader, reader.evaluate(node.test), node)
    if reader.changing and any(
        is_own_attribute(one) and one.attr in reader.changing for one in nodes_in(node.test)
    ):
        known = reader.unknown("other methods change it any number of times before", node.test)
    if known is False and _is_switch(reader, node):
        known = reader.unknown(ARGUMENT, node.test)
    if not isinstance(known, Unknown):
        return reader.execute(node.body if known else node.orelse)
    return branch(
        reader, partial(reader.execute, node.body), partial(reader.execute, node.orelse), known
    )


def _is_switch(reader: Reader, node: ast.If) -> bool:
    """Whether an argument of the command line, which is off by default, lets a program train."""
    return (
        isinstance(node.test, ast.Attribute)
        and isinstance(reader.evaluate(node.test.value), Settings)
        and any(_trains(one) for statement in node.body for one in nodes_in(statement))
    )


def _trains(node: ast.AST) -> bool:
    name = last_name(node.func) if isinstance(node, ast.Call) else None
    return name is not None and ("fit" in name or "train" in name)


def _raises(reader: Reader, value: Value, node: ast.stmt) -> bool:
    """Whether a statement inside of ``try`` ends in an error."""
    return (
        reader.trying > 0
        and isinstance(value, Unknown)
        and value.reason == operators.RAISES
        and any(inner is value.place for inner in nodes_in(node))
    )


def _import_from(reader: Reader, node: ast.ImportFrom) -> Completion | None:
    if reader.trying and is_of_absent_layer(node):
        return Completion("raise")
    import_from(reader, node)
    return None


def _expression(reader: Reader, node: ast.Expr) -> Completion | None:
    if isinstance(node.value, ast.Call) and is_unbound(node.value.func):
        _run_another(reader, node)
        return None
    value = reader.evaluate(node.value)
    if _raises(reader, value, node):
        return Completion("raise")
    if isinstance(value, Unknown) and value.reason == ENDS:
        return Completion("raise")
    if isinstance(value, Unknown) and value.reason == NOT_BOUND and reader.trying:
        reader.may_raise = value
    return None


def _run_another(reader: Reader, node: ast.Expr) -> None:
    """Make all names unknown that another program may bind anew: what a library gives stays."""
    why = reader.unknown("another program may have bound this name", node)
    for name, value in reader.scope.state.items():
        if not isinstance(value, External) and not name.startswith("__"):
            reader.bind(name, why)


def _assign(reader: Reader, node: ast.Assign) -> Completion | None:
    value = reader.evaluate(node.value)
    if _raises(reader, value, node):
        return Completion("raise")
    for target in node.targets:
        assign(reader, target, value)
    return None


def _annotated(reader: Reader, node: ast.AnnAssign) -> None:
    if node.value is not None:
        assign(reader, node.target, reader.evaluate(node.value))


def _function(reader: Reader, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    function = function_value(reader, node)
    reader.functions.append(function)
    value: Value = function
    for decorator in reversed(node.decorator_list):
        value = _decorated(reader, decorator, value)
    reader.bind(node.name, value)


def _decorated(reader: Reader, node: ast.expr, value: Value) -> Value:
    if isinstance(node, ast.Name) and node.id in {"property", "staticmethod", "classmethod"}:
        if isinstance(value, Function):
            value.kind = node.id
        return value
    if isinstance(node, ast.Attribute) and node.attr in {"setter", "deleter", "getter"}:
        owner = reader.scope.find(node.value.id) if isinstance(node.value, ast.Name) else MISSING
        if isinstance(owner, Function) and node.attr == "setter":
            owner.state["setter"] = value
        return owner
    callee = reader.evaluate(node.func if isinstance(node, ast.Call) else node)
    if isinstance(callee, External) and callee.name.startswith(_TRANSPARENT):
        if callee.name == "contextlib.contextmanager" and isinstance(value, Function):
            value.kind = "contextmanager"
        if callee.name == "functools.wraps" and isinstance(value, Function):
            place = node.args[0] if isinstance(node, ast.Call) and node.args else node
            wrapped = reader.evaluate(place)
            value.state["__name__"] = wrapped.own_name if isinstance(wrapped, Function) else wrapped
        return value
    if isinstance(callee, Function | Partial | Class | Bound):
        wrapper = reader.evaluate(node) if isinstance(node, ast.Call) else callee
        return reader.invoke(wrapper, Call(reader.place(node), (value,)))
    if isinstance(value, Function):
        reader.escaped.add(value.node)
    return reader.unknown("a decorator that kspec does not follow", node)


def _class(reader: Reader, node: ast.ClassDef) -> None:
    cls = define(reader, node)
    value: Value = cls
    for decorator in reversed(node.decorator_list):
        decorated = _decorated(reader, decorator, value)
        value = decorated if isinstance(decorated, Class) else value
    reader.bind(node.name, value)


def _return(reader: Reader, node: ast.Return) -> Completion:
    value = None if node.value is None else reader.evaluate(node.value)
    return Completion("raise" if _raises(reader, value, node) else "return", value)


def _with(reader: Reader, node: ast.With | ast.AsyncWith) -> Completion | None:
    return _inside(reader, node.items, node.body)


def _inside(
    reader: Reader, items: Sequence[ast.withitem], body: Sequence[ast.stmt]
) -> Completion | None:
    """Statements inside of context managers."""
    if not items:
        return reader.execute(body)
    place, target = items[0].context_expr, items[0].optional_vars

    def entered(value: Value) -> Completion | None:
        if target is not None:
            assign(reader, target, value)
        return _inside(reader, items[1:], body)

    value = reader.evaluate(place)
    if isinstance(value, Manager):
        return read_managed(reader, value, entered)
    if not isinstance(value, Object):
        return entered(value)
    ended = entered(special(reader, value, "__enter__", place))
    special(reader, value, "__exit__", place, None, None, None)
    return ended


def _cases(reader: Reader, cases: Sequence[ast.match_case], subject: Value) -> Completion | None:
    """The first case that matches; where that is not known, it or a later one."""
    for index, case in enumerate(cases):
        known = _matches(reader, case, subject)
        if isinstance(known, Unknown):
            later = partial(_cases, reader, cases[index + 1 :], subject)
            return branch(reader, partial(reader.execute, case.body), later, known)
        if known:
            return reader.execute(case.body)
    return None


def _matches(reader: Reader, case: ast.match_case, subject: Value) -> Value:
    """Whether a case is one of a value that is the subject, or of all others."""
    pattern = case.pattern
    if isinstance(pattern, ast.MatchValue) and case.guard is None:
        value = reader.evaluate(pattern.value)
        return operators.truth(operators.compare(ast.Eq(), subject, value, pattern))
    if isinstance(pattern, ast.MatchAs) and pattern.name is None and case.guard is None:
        return True
    why = reader.unknown("a pattern that kspec does not follow", pattern)
    for inner in nodes_in(pattern):
        name = getattr(inner, "name", None) or getattr(inner, "rest", None)
        if isinstance(name, str):
            reader.bind(name, why)
    return why


def _raise(reader: Reader, node: ast.Raise) -> Completion:
    """An error, whose value is read too: ``raise SystemExit(main())``."""
    if node.exc is not None:
        reader.evaluate(node.exc)
    return Completion("raise")


def _delete(reader: Reader, node: ast.Delete) -> None:
    for target in node.targets:
        delete(reader, target)


def _global(reader: Reader, node: ast.Global) -> None:
    scope = reader.scope
    for name in node.names:
        scope.globals[name] = reader.module


def _nonlocal(reader: Reader, node: ast.Nonlocal) -> None:
    scope = reader.scope
    for name in node.names:
        outer = scope.outer
        while outer is not None and name not in outer.state:
            outer = outer.outer
        if outer is not None:
            scope.globals[name] = outer


def forget(reader: Reader, nodes: Sequence[ast.AST], why: Unknown) -> None:
    """Make all names unknown that statements bind."""
    for node in nodes:
        for inner in nodes_in(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store | ast.Del):
                reader.bind(inner.id, why.called(inner.id))


_EXECUTE: dict[type[ast.stmt], Callable[[Reader, Any], Completion | None]] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: augment,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.Return: _return,
    ast.Raise: _raise,
    ast.If: _if,
    ast.For: read_for,
    ast.AsyncFor: read_for,
    ast.While: read_while,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: read_try,
    ast.Match: lambda reader, node: _cases(reader, node.cases, reader.evaluate(node.subject)),
    ast.Delete: _delete,
    ast.Global: _global,
    ast.Nonlocal: _nonlocal,
    ast.Break: lambda *_: Completion("break"),
    ast.Continue: lambda *_: Completion("continue"),
    ast.Import: import_modules,
    ast.ImportFrom: _import_from,
}
