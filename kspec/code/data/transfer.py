"""Calls of library functions: arguments by name, and the result with its place."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from kspec.code.data.array import Array, is_whole
from kspec.code.data.context import REFUSE, RefusalError
from kspec.code.data.literal import plain
from kspec.code.library import Changed, LibraryFunction, function
from kspec.code.values import Call, Place, Value
from kspec.spec.unknown import Unknown, UnknownValueError

Implementation = Callable[..., Any]
F = TypeVar("F", bound=Implementation)
REFUSED = (ArithmeticError, LookupError, TypeError, ValueError)
"""Exceptions of a library for arguments that it refuses."""


def transfer(*names: str, free: bool = False) -> Callable[[F], F]:
    """Decorator: the function of these names is followed by this one, whose parameters are named
    as the library names them. ``free`` passes over keyword arguments that it does not have.
    """

    def register(implementation: F) -> F:
        function(*names)(follower(implementation, names[0], free=free))
        return implementation

    return register


def transfers(table: Mapping[str, Implementation], *, free: bool = False) -> None:
    """Follow the functions of the names in each key, as `transfer` does."""
    for names, implementation in table.items():
        transfer(*names.split(), free=free)(implementation)


def follower(implementation: Implementation, name: str, *, free: bool = False) -> LibraryFunction:
    """The function of a call for an implementation with parameters."""
    return partial(run, implementation, name, free=free)


def run(
    implementation: Implementation, name: str, call: Call, *first: Value, free: bool = False
) -> Value:
    """The value of a call: that of an implementation for ``first`` and the call's arguments."""
    if call.unsure is not None:
        return call.unsure
    names = parameters(implementation)
    arguments_ = (*first, *call.args)
    extra = [key for key in call.kwargs if key not in names]
    if len(arguments_) > implementation.__code__.co_argcount or (extra and not free):
        return Unknown(f"kspec does not follow all arguments of {name}", place=call.place)
    arguments = dict(zip(names, arguments_, strict=False))
    arguments |= {key: value for key, value in call.kwargs.items() if key in names}
    try:
        result = implementation(**{key: plain(value) for key, value in arguments.items()})
    except UnknownValueError as error:
        if isinstance(error, RefusalError):
            REFUSE.get()(error.kind, str(error), call.place, error.help)
            if error.result is not None:
                return finished(error.result, call.place)
        return Unknown(str(error), place=call.place)
    except REFUSED:
        return Unknown(f"kspec does not follow this call of {name}", place=call.place)
    return finished(result, call.place)


def parameters(implementation: Implementation) -> tuple[str, ...]:
    """The names of the parameters of an implementation, in order."""
    code = implementation.__code__
    names: tuple[str, ...] = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return names


def finished(value: Value, place: Place | None) -> Value:
    """A result with a place for each new fact, and a number where it is one."""
    if isinstance(value, Array):
        constant = value.number
        if constant is not None and is_whole(value.dtype) and value.library == "numpy":
            return bool(constant) if value.dtype == "bool" else int(constant)
        return value.placed(place)
    if isinstance(value, Changed):
        return Changed(finished(value.result, place), finished(value.receiver, place))
    if type(value) is tuple:
        return tuple(finished(one, place) for one in value)
    return value.placed(place) if hasattr(value, "placed") else value


def method(table: Mapping[str, Implementation], receiver: Value, name: str, call: Call) -> Value:
    """The value of a method's call, from a table of implementations."""
    implementation = table.get(name)
    if implementation is None:
        return Unknown(f'kspec does not follow the method "{name}"', place=call.place)
    return run(implementation, name, call, receiver)
