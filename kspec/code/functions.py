"""Calls of the program's own functions, read with the values that they are given."""

import ast
from collections.abc import Callable, Sequence

from kspec.code.items import alike
from kspec.code.journal import MISSING, State
from kspec.code.merging import are_numbers, merged
from kspec.code.names import nodes_in
from kspec.code.operators import RAISES
from kspec.code.reader import Completion, Frame, Reader
from kspec.code.scopes import Scope
from kspec.code.values import (
    ITERATOR,
    Call,
    Dict,
    Function,
    List,
    Manager,
    Rest,
    Unknown,
    Value,
    first,
)

NOBODY_CALLS = "a parameter of a function that nothing calls"
NOT_GIVEN = "an argument that the call does not give"


def read_function(
    reader: Reader,
    function: Function,
    call: Call,
    missing: str = NOT_GIVEN,
    body: Callable[[Value], None] | None = None,
) -> Value:
    """Read the result of a function call; ``missing`` is the reason for an unknown parameter
    without a value or a default, ``body`` reads what runs while a context manager waits.
    """
    reader.called.add(function.node)
    if missing == NOT_GIVEN and call.unsure is None and call.places and _lacks(function, call):
        kept = call.args[: function.owner is not None]
        call = call._replace(args=kept, kwargs={}, unsure=reader.unknown(RAISES, call.place))
    scope = Scope(function.scope, State(bound(reader, function, call, missing)))
    receiver = call.args[0] if call.args and function.owner is not None else None
    frame = Frame(function, scope, receiver)
    frame.body = body
    outside = reader.outside
    if outside is None and function.scope.module is not reader.module:
        reader.outside = call.place
    reader.frames.append(frame)
    try:
        node = function.node
        if isinstance(node, ast.Lambda):
            return reader.evaluate(node.body)
        ended = reader.execute(node.body)
        raises = ended is not None and ended.kind == "raise"
        if raises and not frame.returns and frame.yields is None:
            return reader.unknown(RAISES, call.place)
        value = ended.value if ended is not None and ended.kind == "return" else None
        if ended is None and _are_labels(frame.returns):
            value = frame.returns.pop()  # it is called with none but those that it names
        return _result(frame, value, raises=raises)
    finally:
        reader.frames.pop()
        reader.outside = outside


def read_managed(
    reader: Reader, manager: Manager, body: Callable[[Value], Completion | None]
) -> Completion | None:
    """Read the body of a ``with`` statement where its context manager yields."""
    outer = reader.frames[-1]
    ends: list[Completion | None] = []

    def resume(value: Value) -> None:
        if not ends:
            reader.frames.append(outer)
            try:
                ends.append(body(value))
            finally:
                reader.frames.pop()

    read_function(reader, manager.function, manager.call, body=resume)
    return ends[0] if ends else body(reader.unknown("what is not yielded", manager.call.place))


def _result(frame: Frame, value: Value, *, raises: bool) -> Value:
    if frame.yields is not None:
        place = None if frame.function is None else frame.function.place
        rest = frame.cut
        if rest is not None and _yields(frame) == 1:
            rest = Rest(rest, alike((*frame.yields, *frame.maybe)))
        return List(frame.yields, place, (), ITERATOR, rest)
    returns = frame.returns
    if raises and returns:
        value, returns = returns[-1], returns[:-1]
    for other in reversed(returns):
        value = merged(other, value)
    return value


def _are_labels(returns: Sequence[Value]) -> bool:
    """Whether a function returns several numbers, or lists of them."""
    return len(returns) > 1 and all(type(one) is int or are_numbers(one) for one in returns)


def _yields(frame: Frame) -> int:
    """Number of ``yield`` expressions in a function: all values of one are alike."""
    assert frame.function is not None  # noqa: S101 - what yields is a function
    return sum(
        isinstance(node, ast.Yield | ast.YieldFrom) for node in nodes_in(frame.function.node)
    )


def parameters_of(function: Function) -> list[str]:
    """The parameters that a function takes by position."""
    parameters = function.node.args
    return [arg.arg for arg in (*parameters.posonlyargs, *parameters.args)]


def _lacks(function: Function, call: Call) -> bool:
    """Whether a call does not give an argument that a function needs: any may be misplaced."""
    needed = parameters_of(function)[len(call.args) :]
    needed += [arg.arg for arg in function.node.args.kwonlyargs]
    return any(name not in call.kwargs and name not in function.defaults for name in needed)


def bound(reader: Reader, function: Function, call: Call, missing: str) -> dict[str, Value]:
    """The values of all parameters."""
    parameters = function.node.args
    positional = parameters_of(function)
    names = dict(zip(positional, call.args, strict=False))
    extra = dict(call.kwargs)
    for arg in (*parameters.posonlyargs, *parameters.args, *parameters.kwonlyargs):
        name = arg.arg
        if name in names:
            continue
        if name in extra:
            names[name] = extra.pop(name)
        elif call.unsure is not None:
            names[name] = call.unsure.called(name)
        else:
            default = function.defaults.get(name, MISSING)
            # a size of 0 stands for one that each caller gives
            is_given = missing == NOBODY_CALLS and type(default) is int and default == 0
            unknown = default is MISSING or is_given
            names[name] = reader.unknown(missing, arg, name) if unknown else default
    if parameters.vararg is not None:
        rest = call.args[len(positional) :]
        unsure = first(call.unsure, _of_nobody(reader, parameters.vararg, missing))
        names[parameters.vararg.arg] = tuple(rest) if unsure is None else unsure
    if parameters.kwarg is not None:
        keys = {
            key: (call.key_places[key], call.places[key]) for key in extra if key in call.key_places
        }
        rest_unknown = first(call.unsure, _of_nobody(reader, parameters.kwarg, missing))
        names[parameters.kwarg.arg] = Dict(
            extra, reader.place(parameters.kwarg), keys, rest_unknown
        )
    return names


def _of_nobody(reader: Reader, arg: ast.arg, missing: str) -> Unknown | None:
    """Reason why ``*args`` may hold anything; None where a call gives them."""
    return reader.unknown(missing, arg, arg.arg) if missing == NOBODY_CALLS else None
