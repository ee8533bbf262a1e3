"""Edits that put an unused object where it was meant to be used, if there is one such place."""

import ast

from kspec.code.source import Source, argument
from kspec.source.outline import Span

_BEFORE_CALLBACKS = 5
"""The arguments of `Model.fit` before ``callbacks``."""
Mends = tuple[tuple[Span, str], ...]


def use_of(statement: ast.Assign, section: str, source: Source) -> Mends:
    """Edits that give a callback or a list of them to the only fit, or an optimizer to the only
    compile, which follows in the same function.
    """
    name = statement.targets[0]
    if not isinstance(name, ast.Name) or section not in {"callbacks", "optimizers"}:
        return ()
    method = "fit" if section == "callbacks" else "compile"
    # the fit of a scaler takes the data alone
    calls = [call for call, _ in source.method_calls(method) if call.keywords or len(call.args) > 1]
    if len(calls) != 1 or calls[0].lineno <= statement.lineno:
        return ()
    call = calls[0]
    spread = any(one.arg is None for one in call.keywords) or any(
        isinstance(one, ast.Starred) for one in call.args
    )
    if spread or source.scope_of(call) is not source.scope_of(statement):
        return ()
    if section == "optimizers":
        return _as_optimizer(name.id, statement.value, call, source)
    return _as_callback(name.id, statement.value, call, source)


def _as_optimizer(name: str, call_of_class: ast.expr, call: ast.Call, source: Source) -> Mends:
    """The optimizer in the place of its own name as a string."""
    argument_ = argument(call, 0, "optimizer")
    kind = source.keras(call_of_class, "optimizers") or ""
    if isinstance(argument_, ast.Constant) and str(argument_.value).lower() == kind.lower():
        return ((source.places.span(argument_), name),)
    return ()


def _as_callback(name: str, call_of_class: ast.expr, call: ast.Call, source: Source) -> Mends:
    """The callback in the list of the call, or in a new one."""
    alone = not isinstance(call_of_class, ast.List)
    listed = argument(call, _BEFORE_CALLBACKS, "callbacks")
    if listed is None and len(call.args) <= _BEFORE_CALLBACKS:
        parts = (*call.args, *call.keywords)
        end = max((source.places.span(one).end for one in parts), default=0)
        text = f", callbacks={f'[{name}]' if alone else name}"
        return ((Span(end, end), text),) if parts else ()
    if isinstance(listed, ast.List) and listed.elts and alone:
        end = source.places.span(listed.elts[-1]).end
        return ((Span(end, end), f", {name}"),)
    return ()
