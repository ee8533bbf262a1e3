"""Functions and classes that the program defines and never calls: read with unknown parameters."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from kspec.code.budget import OutOfStepsError
from kspec.code.classes import instance
from kspec.code.functions import NOBODY_CALLS, read_function
from kspec.code.values import Call, Class, Function, Object

if TYPE_CHECKING:
    from kspec.code.reader import Reader

MOST_STEPS = 30_000
"""Steps of one function that nothing calls."""


def read_uncalled(reader: Reader, tree: ast.Module) -> None:
    """Read what nothing calls, those first that nothing names either."""
    named = {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load)
    }
    for wanted in (False, True):
        for cls in list(reader.classes):
            if cls.node not in reader.called and (cls.name in named) is wanted:
                _alone(reader, cls)
        for function in list(reader.functions):
            is_new = function.node not in reader.called and function.owner is None
            if is_new and (function.name in named) is wanted:
                _alone(reader, function)


def _alone(reader: Reader, target: Function | Class) -> None:
    """Read one of them, and take back what it changes."""
    budget = reader.budget
    kept = budget.limit
    budget.limit = max(kept, budget.left - MOST_STEPS)
    frames = len(reader.frames)
    reader.journal.open()
    try:
        call = Call(target.node)
        if isinstance(target, Function):
            read_function(reader, target, call, NOBODY_CALLS)
        else:
            _methods(reader, target, call)
    except OutOfStepsError:
        if budget.left < kept:
            raise
    finally:
        del reader.frames[frames:]
        budget.limit = kept
        reader.journal.close(undo=True)


def _methods(reader: Reader, cls: Class, call: Call) -> None:
    """An instance, and all of its methods in their order."""
    made = instance(reader, cls, call, NOBODY_CALLS)
    if not isinstance(made, Object):
        return
    for value in list(cls.state.values()):
        if isinstance(value, Function) and value.node not in reader.called:
            first = made if value.kind == "function" else cls
            args = () if value.kind == "staticmethod" else (first,)
            read_function(reader, value, Call(value.node, args), NOBODY_CALLS)
