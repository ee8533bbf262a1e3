"""Statements, in the order in which they run."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from kspec.code import operators
from kspec.code.classes import define
from kspec.code.expressions import function_value
from kspec.code.imports import import_from, import_modules
from kspec.code.journal import MISSING
from kspec.code.loops import read_for, read_while
from kspec.code.merging import either
from kspec.code.reader import Completion
from kspec.code.storing import assign, augment, delete
from kspec.code.values import Class, External, Function, Partial, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kspec.code.reader import Reader
    from kspec.code.values import Value

_TRANSPARENT = (
    "keras.saving.",
    "keras.utils.register_keras_serializable",
    "tensorflow.",
    "numba.",
    "functools.lru_cache",
    "functools.cache",
    "functools.wraps",
    "dataclasses.dataclass",
    "abc.abstractmethod",
    "typing.",
)
"""Decorators that leave what a function does as it is."""


def execute(reader: Reader, nodes: Sequence[ast.stmt]) -> Completion | None:
    """Read statements; how they end where they do not go on to the next one."""
    for node in nodes:
        reader.budget.step()
        function = _EXECUTE.get(type(node))
        if function is not None:
            try:
                ended = function(reader, node)
            except RecursionError:
                forget(reader, [node], reader.unknown("nested deeper than kspec follows", node))
                ended = None
            if ended is not None:
                return ended
    return None


def _if(reader: Reader, node: ast.If) -> Completion | None:
    """A branch: the arm that is taken, or both."""
    known = operators.truth(reader.evaluate(node.test))
    if not isinstance(known, Unknown):
        return reader.execute(node.body if known else node.orelse)
    one, other = either(
        reader, lambda: reader.execute(node.body), lambda: reader.execute(node.orelse), known
    )
    if one is None and other is None:
        return None
    return _one_arm_ends(reader, one, other)


def _one_arm_ends(
    reader: Reader, one: Completion | None, other: Completion | None
) -> Completion | None:
    """Continue after branches of which one may leave the block: a program that goes on took the
    other one.
    """
    frame = reader.frames[-1]
    for ended in (one, other):
        if ended is not None and ended.kind == "return":
            frame.returns.append(ended.value)
    if one is not None and other is not None:
        kinds = {one.kind, other.kind}
        if kinds == {"return"}:
            last = frame.returns.pop()
            return Completion("return", last)
        return Completion("raise") if kinds == {"raise"} else _either_end(one, other)
    return None


def _either_end(one: Completion, other: Completion) -> Completion:
    """Common completion of two branches that both end, one of them usually by an error."""
    if one.kind == "raise":
        return other if other.kind != "return" else Completion("raise")
    if other.kind == "raise":
        return one if one.kind != "return" else Completion("raise")
    return one


def _expression(reader: Reader, node: ast.Expr) -> Completion | None:
    value = reader.evaluate(node.value)
    if isinstance(value, Unknown) and value.reason == "the program ends here":
        return Completion("raise")
    return None


def _assign(reader: Reader, node: ast.Assign) -> None:
    value = reader.evaluate(node.value)
    for target in node.targets:
        assign(reader, target, value)


def _annotated(reader: Reader, node: ast.AnnAssign) -> None:
    if node.value is not None:
        assign(reader, node.target, reader.evaluate(node.value))


def _augmented(reader: Reader, node: ast.AugAssign) -> None:
    augment(reader, node)


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
        return MISSING if not isinstance(node.value, ast.Name) else reader.scope.find(node.value.id)
    callee = reader.evaluate(node.func if isinstance(node, ast.Call) else node)
    if isinstance(callee, External) and callee.name.startswith(_TRANSPARENT):
        return value
    if isinstance(callee, Function | Partial) and not isinstance(node, ast.Call):
        from kspec.code.values import Call

        return reader.invoke(callee, Call(reader.place(node), (value,)))
    return reader.unknown("a decorator that kspec does not follow", node)


def _class(reader: Reader, node: ast.ClassDef) -> None:
    made = define(reader, node)
    value: Value = made
    for decorator in reversed(node.decorator_list):
        decorated = _decorated(reader, decorator, value)
        value = decorated if isinstance(decorated, Class) else value
    reader.bind(node.name, value)


def _return(reader: Reader, node: ast.Return) -> Completion:
    return Completion("return", None if node.value is None else reader.evaluate(node.value))


def _raise(reader: Reader, node: ast.Raise) -> Completion:
    del reader, node
    return Completion("raise")


def _for(reader: Reader, node: ast.For | ast.AsyncFor) -> Completion | None:
    return read_for(reader, node)


def _while(reader: Reader, node: ast.While) -> Completion | None:
    return read_while(reader, node)


def _with(reader: Reader, node: ast.With | ast.AsyncWith) -> Completion | None:
    for item in node.items:
        value = reader.evaluate(item.context_expr)
        if item.optional_vars is not None:
            assign(reader, item.optional_vars, value)
    return reader.execute(node.body)


def _try(reader: Reader, node: ast.Try) -> Completion | None:
    """The body, which is taken to go well: handlers are for other machines and bad luck."""
    ended = reader.execute(node.body)
    if ended is not None and ended.kind == "raise" and node.handlers:
        ended = reader.execute(node.handlers[0].body)
    elif ended is None:
        ended = reader.execute(node.orelse)
    last = reader.execute(node.finalbody)
    return last or ended


def _match(reader: Reader, node: ast.Match) -> Completion | None:
    subject = reader.evaluate(node.subject)
    for case in node.cases:
        known = _matches(reader, case, subject)
        if isinstance(known, Unknown):
            forget(reader, [node], known)
            return None
        if known:
            return reader.execute(case.body)
    return None


def _matches(reader: Reader, case: ast.match_case, subject: Value) -> Value:
    pattern = case.pattern
    if case.guard is None and isinstance(pattern, ast.MatchAs) and pattern.pattern is None:
        if pattern.name is not None:
            reader.bind(pattern.name, subject)
        return True
    patterns = pattern.patterns if isinstance(pattern, ast.MatchOr) else [pattern]
    if case.guard is not None or not all(isinstance(one, ast.MatchValue) for one in patterns):
        return reader.unknown("a pattern that kspec does not follow", pattern)
    for one in patterns:
        value = reader.evaluate(one.value) if isinstance(one, ast.MatchValue) else None
        same = operators.truth(operators.compare(ast.Eq(), subject, value, pattern))
        if isinstance(same, Unknown) or same:
            return same
    return False


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


def _break(reader: Reader, node: ast.Break) -> Completion:
    del reader, node
    return Completion("break")


def _continue(reader: Reader, node: ast.Continue) -> Completion:
    del reader, node
    return Completion("continue")


def forget(reader: Reader, nodes: Sequence[ast.AST], why: Unknown) -> None:
    """Make all names unknown that statements bind."""
    for node in nodes:
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store | ast.Del):
                reader.bind(inner.id, why.called(inner.id))


_EXECUTE: dict[type[ast.stmt], Callable[[Reader, Any], Completion | None]] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.Return: _return,
    ast.Raise: _raise,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.Match: _match,
    ast.Delete: _delete,
    ast.Global: _global,
    ast.Nonlocal: _nonlocal,
    ast.Break: _break,
    ast.Continue: _continue,
    ast.Import: import_modules,
    ast.ImportFrom: import_from,
}
