"""Both arms of a branch of which nobody knows whether it is taken, and what is sure behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.code.journal import MISSING
from kspec.code.keras.values import Added, Application, Model, Opaque, Tensor, Unsure, tensors_in
from kspec.code.operators import is_plain
from kspec.code.reader import Completion
from kspec.code.values import CONSTANTS, Choice, External, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from kspec.code.journal import State

    Changes = list[tuple[State, Any, Any]]
    from kspec.code.reader import Reader
    from kspec.code.values import Value


MOST_OPTIONS = 6
"""Models of which a name may mean any."""
BRANCH = Unknown("a branch that may be taken")
_HANGS = "it hangs on a condition that is not known: "


def either(
    reader: Reader,
    one: Callable[[], Value],
    other: Callable[[], Value],
    why: Unknown | None = None,
) -> tuple[Value, Value]:
    """The results of two arms, each read as if the other were not; what they change in different
    ways is unknown behind them.

    An arm that raises is none that a program takes that goes on. What an arm binds that returns,
    nobody sees but the function's own names.
    """
    reader.unsure += 1
    first, after_first = _alone(reader, one)
    second, after_second = _alone(reader, other)
    reader.unsure -= 1
    if _ends(first, "raise") != _ends(second, "raise"):
        for state, key, value in after_second if _ends(first, "raise") else after_first:
            reader.journal.write(state, key, value)
        return first, second
    left = {(id(state), key): value for state, key, value in after_first}
    right = {(id(state), key): value for state, key, value in after_second}
    local = id(reader.scope.state)
    for mark, state in _marks(after_first, after_second).items():
        now = state.get(mark[1], MISSING)
        values = (left.get(mark, now), right.get(mark, now))
        if mark[0] == local and _ends(first, "return") != _ends(second, "return"):
            reader.journal.write(state, mark[1], values[_ends(first, "return")])
        else:
            settle(reader, state, mark[1], *values, why)
    return first, second


def _alone(reader: Reader, arm: Callable[[], Value]) -> tuple[Value, Changes]:
    """The result of an arm and what it changes, which is taken back."""
    reader.journal.open()
    try:
        result = arm()
    except BaseException:
        reader.journal.close(undo=False)
        raise
    return result, reader.journal.close(undo=True)


def _marks(*every: Changes) -> dict[tuple[int, Any], State]:
    return {(id(state), key): state for changes in every for state, key, _ in changes}


def _ends(result: Value, kind: str) -> bool:
    return isinstance(result, Completion) and result.kind == kind


def settle(
    reader: Reader, state: State, key: Any, one: Value, other: Value, why: Unknown | None
) -> None:
    """Write what is sure of two values of a state."""
    if one is other:
        reader.journal.write(state, key, one)
        return
    if one is MISSING or other is MISSING:
        # Whoever asks for it later runs the arm that has it.
        value: Value = other if one is MISSING else one
    elif key == "<layers>":
        value = stacked(one, other, BRANCH if why is None else why)
    elif key == "items" and "rest" in state:
        value, sure = _content(one, other)
        if not sure:
            reader.journal.write(state, "rest", BRANCH if why is None else why)
    elif key == "places" and "rest" in state:
        value = other
    else:
        value = merged(one, other, why)
        if isinstance(value, Unknown) and isinstance(key, str) and key.isidentifier():
            value = value.called(key)
    reader.journal.write(state, key, value)


def stacked(one: Value, other: Value, why: Unknown) -> Value:
    """The layers that two stacks begin with, and what may follow."""
    common: list[Added] = []
    for left, right in zip(one, other, strict=False):
        if left.layer is not right.layer:
            break
        common.append(left)
    if len(common) == len(one) == len(other):
        return one
    behind = (*one[len(common) :], *other[len(common) :])
    return (*common, Added(Unsure(why), behind[0].place))


def _content(one: Value, other: Value) -> tuple[Value, bool]:
    """The items that two lists or dictionaries share, and whether these are all."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = [key for key in one if key in other]
        common = {key: merged(one[key], other[key]) for key in keys}
        return common, len(keys) == len(one) == len(other)
    if len(one) == len(other):
        return tuple(map(merged, one, other)), True
    return tuple(map(merged, one, other)), False


def merged(one: Value, other: Value, why: Unknown | None = None) -> Value:
    """A value that is one of two."""
    if is_same(one, other):
        return one
    if type(one) is tuple and type(other) is tuple and len(one) == len(other):
        return tuple(merged(left, right, why) for left, right in zip(one, other, strict=True))
    tensors = [*tensors_in(one), *tensors_in(other)]
    reason = why.reason if why is not None else "a branch that may be taken"
    place = why.place if why is not None else None
    unknown = Unknown(f"{_HANGS}{reason.removeprefix(_HANGS)}", "?", place)
    if tensors and (isinstance(one, Tensor) or isinstance(other, Tensor)):
        layer = Opaque(unknown, "a branch", tensors[0].place)
        return Tensor(Application(layer, (tensors,), {}, tensors[0].application.place))
    options = (*_options(one), *_options(other))
    if options and len(options) <= MOST_OPTIONS:
        return Choice(unknown, tuple(dict.fromkeys(options)))
    return unknown


def _options(value: Value) -> tuple[Value, ...]:
    if isinstance(value, Choice):
        return value.options
    return (value,) if isinstance(value, Model) else ()


def is_same(one: Value, other: Value) -> bool:
    """Whether two values cannot be told apart."""
    if one is other:
        return True
    if isinstance(one, CONSTANTS) and isinstance(other, CONSTANTS):
        return type(one) is type(other) and one == other
    if isinstance(one, External) and isinstance(other, External):
        return one == other
    return type(one) is type(other) is tuple and is_plain(one) and is_plain(other) and one == other
