"""Functions and classes that the program defines and never calls: read with unknown parameters."""

import ast
from collections.abc import Sequence

from kspec.code.budget import OutOfStepsError
from kspec.code.classes import instance, outside_bases
from kspec.code.functions import NOBODY_CALLS, parameters_of, read_function
from kspec.code.names import is_own_attribute, last_name, nodes_in
from kspec.code.reader import Reader
from kspec.code.source import Source
from kspec.code.values import Call, Class, Dict, Function, Object

MOST_STEPS = 30_000
"""Steps of one function that nothing calls."""
_CONFIG = "get_config"


def read_uncalled(reader: Reader, source: Source) -> None:
    """Read functions and classes that are never called, those first that are never named either."""
    for cls in list(reader.classes):
        of_keras = any(base.startswith("keras.") for base in outside_bases(cls))
        if cls.node in reader.objects and (not of_keras or "train_step" in cls.state):
            _alone(reader, cls)
    every: tuple[Function | Class, ...] = (*reader.classes, *reader.functions)
    named = _names(source) if any(_is_new(reader, one) for one in every) else set()
    for with_models in (False, True):
        targets: tuple[Function | Class, ...] = (*reader.classes, *reader.functions)
        for target in targets:
            if _is_new(reader, target) and (target.name in named) is with_models:
                _alone(reader, target)
    for cls in reader.classes:
        if cls.node in reader.objects and _CONFIG in cls.state:
            _alone(reader, cls, _CONFIG)


def _is_new(reader: Reader, target: Function | Class) -> bool:
    """Whether a class, or a function that is no method, has not been called."""
    is_method = isinstance(target, Function) and target.owner is not None
    return target.node not in reader.called and not is_method


def _names(source: Source) -> set[str]:
    """All names and attributes that are read."""
    attributes = source.of(ast.Attribute)
    loaded = {node.attr for node in attributes if isinstance(node.ctx, ast.Load)}
    return loaded.union(source.reads)


def _alone(reader: Reader, target: Function | Class, only: str = "") -> None:
    """Read a function or class, or ``only`` one of its methods, and undo its changes, but of one
    that gives values to global variables which have none yet, as the button of a window does.
    """
    budget = reader.budget
    kept = budget.limit
    budget.limit = max(kept, budget.left - min(MOST_STEPS, budget.left // 2))
    frames, undo, names = len(reader.frames), True, _unset(reader, target)
    counted = dict(reader.log.names)
    reader.journal.open()
    try:
        call = _call_of(reader, target)
        if isinstance(target, Function):
            read_function(reader, target, call, NOBODY_CALLS)
            undo = all(reader.module.state[name] is None for name in names)
        else:
            _methods(reader, target, call, only)
    except OutOfStepsError:
        if budget.left < kept:
            raise
    finally:
        del reader.frames[frames:]
        budget.limit = kept
        reader.journal.close(undo=undo)
        if undo:  # whoever calls the next one may call it first
            reader.log.names.clear()
            reader.log.names.update(counted)


def _unset(reader: Reader, target: Function | Class) -> list[str]:
    """The global variables without a value that a function may set."""
    declared = (one.names for one in nodes_in(target.node) if isinstance(one, ast.Global))
    state = reader.module.state
    return [name for names in declared for name in names if state.get(name, ()) is None]


def _call_of(reader: Reader, target: Function | Class) -> Call:
    """The call of a function or class by code that kspec does not see."""
    why = reader.unknown("an argument that other code gives", target.node)
    if target.node in reader.escaped or target.name in reader.called_unseen:
        return Call(target.node, unsure=why)
    names = parameters_of(target) if isinstance(target, Function) else ()
    kwargs = {name: why.called(name) for name in names if name in reader.given}
    return Call(target.node, kwargs=kwargs)


def _methods(reader: Reader, cls: Class, call: Call, only: str) -> None:
    """The methods that nothing calls, of the last object of a class or of one that is made, in
    their order: last those that others of them call. The keys of a ``get_config`` are recorded.
    """
    object_ = reader.objects.get(cls.node) or instance(reader, cls, call, NOBODY_CALLS)
    if not isinstance(object_, Object):
        return
    kinds = (ast.Attribute, ast.Call, ast.AugAssign)
    nodes = [one for one in nodes_in(cls.node) if isinstance(one, kinds)]
    inner = {one.attr for one in filter(is_own_attribute, nodes)}
    functions = (value for value in cls.state.values() if isinstance(value, Function))
    methods = [value for value in functions if not only or value.name == only]
    changing, reader.changing = reader.changing, _changing(nodes)
    try:
        for with_models in (False, True):
            for value in methods:
                if value.node not in reader.called and (value.name in inner) is with_models:
                    first = object_ if value.kind == "function" else cls
                    args = () if value.kind == "staticmethod" else (first,)
                    call = _call_of(reader, value)._replace(args=args)
                    result = read_function(reader, value, call, NOBODY_CALLS)
                    if value.name == _CONFIG and isinstance(result, Dict) and result.rest is None:
                        reader.configs[cls.node] = frozenset(map(str, result.items))
    finally:
        reader.changing = changing


def _changing(nodes: Sequence[ast.AST]) -> set[str]:
    """The attributes that methods count up, or collect items in."""
    names = set()
    for node in nodes:
        target: ast.AST | None = None
        if isinstance(node, ast.AugAssign):
            target = node.target
        elif isinstance(node, ast.Call) and last_name(node.func) in _COLLECTING:
            target = getattr(node.func, "value", None)
        if is_own_attribute(target):
            names.add(target.attr)
    return names


_COLLECTING = frozenset(("append", "appendleft", "extend", "insert", "pop", "popleft"))
