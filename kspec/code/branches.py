"""Branches with an unknown condition: both arms, and the common facts behind them."""

import ast
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from kspec.code.items import is_numeric
from kspec.code.journal import MISSING, Names, State
from kspec.code.keras.values import Argument, SetField
from kspec.code.merging import (
    BRANCH,
    common_items,
    common_rest,
    covers,
    is_same,
    merged,
    stacked,
)
from kspec.code.reader import Completion, Reader
from kspec.code.unknown_numbers import Index, limits_of
from kspec.code.values import Rest, Unknown, Value

MAY_BREAK, MAY_CONTINUE = "may break", "may continue"
"""Completions of a block that may have left the loop, or the round, for the reason that is their
value.
"""
MAYBE = frozenset((MAY_BREAK, MAY_CONTINUE))
Changes = list[tuple[Names, Any, Any]]
MOST_PASSES = 5
"""Readings of a loop's body until it leaves all values as they are."""
_OF_KERAS = ("<phases>", "<name>")
"""Keys of the states of models and layers, whose construction is read."""


def either(
    reader: Reader, one: Callable[[], Value], other: Callable[[], Value], why: Unknown | None = None
) -> tuple[Value, Value]:
    """Results of two arms, each read as if the other were not; their different changes are unknown
    behind them.

    An arm that raises belongs to no program that continues. Bindings of an arm that returns are
    visible to the function's own names alone.
    """
    reader.unsure += 1
    try:
        first, after_first = _alone(reader, one)
        second, after_second = _alone(reader, other)
    finally:
        reader.unsure -= 1
    if _is_completion(first, "raise") != _is_completion(second, "raise"):
        for state, key, value in after_second if _is_completion(first, "raise") else after_first:
            reader.journal.write(state, key, value)
        return first, second
    local = id(reader.scope.state)
    if _is_completion(first, "return") != _is_completion(second, "return"):
        staying = after_second if _is_completion(first, "return") else after_first
        for state, key, value in staying:
            if id(state) == local:
                reader.journal.write(state, key, value)
        after_first = [change for change in after_first if id(change[0]) != local]
        after_second = [change for change in after_second if id(change[0]) != local]
    _settle_all(reader, after_first, after_second, why)
    return first, second


def any_round(reader: Reader, body: Callable[[], None], why: Unknown) -> None:
    """Read the body of a loop as any of its rounds: until it leaves all values as they are that a
    round passes to the next. What one more round changes is unknown behind it.
    """
    if reader.carrying:
        reader.has_inner = True
    for count in range(0 if reader.carrying else MOST_PASSES):
        carried, is_last = _carried(reader, body, why, first=not count)
        if is_last:
            return
        if not carried:
            break
        if count == MOST_PASSES - 1:
            carried = [(state, key, why.called("?")) for state, key, _ in carried if key != "items"]
        _settle_all(reader, carried, [], why)
    either(reader, body, lambda: None, why)


def _carried(
    reader: Reader, body: Callable[[], None], why: Unknown, *, first: bool
) -> tuple[Changes, bool]:
    """Changes of a round that are beyond what is known to be possible before it. Without any, this
    was the reading of the loop, unless the body has loops of its own, which are read but once here.
    """
    undo, frame = reader.log.undoing(), reader.frames[-1]
    lists = [one for one in (frame.returns, frame.maybe, frame.yields) if one is not None]
    lengths = list(map(len, lists))
    newest = State({}).number
    is_last = False
    reader.carrying, reader.has_inner = True, False
    reader.unsure += 1
    try:
        _, changes = _alone(reader, body)
        own = [change for change in changes if getattr(change[0], "number", -1) > newest]
        _settle_all(reader, own, [], why)
        passed = [change for change in changes if getattr(change[0], "number", -1) < newest]
        carried = [
            (state, key, _ranging(value, state[key], may_grow=not first))
            for state, key, value in passed
            if key in state and value is not MISSING and state.keys().isdisjoint(_OF_KERAS)
            if not _is_covered(state, key, value, at_all=first)
        ]
        is_last = not carried and not reader.has_inner
    finally:
        reader.unsure -= 1
        reader.carrying = False
        if not is_last:
            undo()
            for items, length in zip(lists, lengths, strict=True):
                del items[length:]
    if is_last:
        _settle_all(reader, passed, [], why)
    return carried, is_last


def _is_covered(state: Names, key: Any, value: Value, *, at_all: bool) -> bool:
    """Whether a state allows for a value, or is not changed ``at_all`` by it."""
    if key == "places" and "rest" in state:
        return True
    if at_all:
        return type(state[key]) is Unknown or is_same(state[key], value)
    if key != "items" or "rest" not in state or not isinstance(value, tuple):
        return covers(state[key], value)
    items, rest = state["items"], state["rest"]
    any_more = [rest.item] if isinstance(rest, Rest) else [rest]
    every = (*items, *(any_more * (len(value) - len(items))))
    return len(value) >= len(items) and all(map(covers, every, value))


def _ranging(value: Value, before: Value, *, may_grow: bool) -> Value:
    """A value of any later round: its limits ``may_grow`` with each."""
    further = partial(_ranging, may_grow=may_grow)
    if type(value) is type(before) is tuple:
        rest = value[len(before) :]
        return (*map(further, value, before), *rest)
    if isinstance(value, dict) and isinstance(before, dict):
        return {key: further(one, before.get(key)) for key, one in value.items()}
    if isinstance(value, Index) or (isinstance(value, int) and is_numeric(before)):
        numbers = isinstance(before, int | Index)
        same = numbers and limits_of(value) == limits_of(before)
        return value if same else Index("a number of a later round")
    limits = getattr(value, "limits", None)
    if may_grow and limits is not None and limits != getattr(before, "limits", limits):
        return value.changed(limits=None)
    return value


def _alone(reader: Reader, arm: Callable[[], Value]) -> tuple[Value, Changes]:
    """Result of an arm, and its changes, which are undone; each is a step, since it is merged."""
    reader.journal.open()
    try:
        result = arm()
        reader.budget.step(reader.journal.size)
    except BaseException:
        reader.journal.close(undo=False)
        raise
    return result, reader.journal.close(undo=True)


def _settle_all(reader: Reader, one: Changes, other: Changes, why: Unknown | None) -> None:
    """Write the common facts of two series of changes."""
    left = {(id(state), key): value for state, key, value in one}
    right = {(id(state), key): value for state, key, value in other}
    marks = {(id(state), key): state for changes in (one, other) for state, key, _ in changes}
    # what lists hold comes first: a name that is bound to one takes over its items
    for mark, state in sorted(marks.items(), key=lambda one: one[0][1] != "items"):
        key = mark[1]
        if key == "rest" and (mark[0], "items") in marks:
            continue  # merged with the items
        now = state.get(key, MISSING)
        values = (left.get(mark, now), right.get(mark, now))
        if key == "items" and "rest" in state:
            rests = [arm.get((mark[0], "rest"), state["rest"]) for arm in (left, right)]
            _settle_items(reader, state, values, rests, why)
        else:
            settle(reader, state, key, *values, why)


def _is_completion(result: Value, kind: str) -> bool:
    return isinstance(result, Completion) and result.kind == kind


def settle(
    reader: Reader, state: Names, key: Any, one: Value, other: Value, why: Unknown | None
) -> None:
    """Write the common facts of two values of a state."""
    if one is other:
        reader.journal.write(state, key, one)
        return
    if key == "trainable":  # that of Keras is True before it is set
        one, other = (True if value is MISSING else value for value in (one, other))
        value: Value = merged(one, other, why)
    elif isinstance(key, SetField):
        value = Argument(BRANCH, ast.Pass())
    elif one is MISSING or other is MISSING:
        # A later read runs the arm that has it.
        value = other if one is MISSING else one
    elif key == "<layers>":
        value = stacked(one, other, BRANCH if why is None else why)
    elif key == "<phases>":
        value = tuple(dict.fromkeys((*one, *other)))
    elif key == "rest" and "items" in state:
        value = common_rest(one, other, (), why)
    elif key == "places" and "rest" in state:
        value = other
    else:
        value = merged(one, other, why)
        if isinstance(value, Unknown) and isinstance(key, str) and key.isidentifier():
            value = value.renamed(key)
    reader.journal.write(state, key, value)


def _settle_items(
    reader: Reader,
    state: Names,
    every: tuple[Value, Value],
    rests: Sequence[Value],
    why: Unknown | None,
) -> None:
    """Write the common items of two contents of a list or a dictionary, and the possible rest."""
    one, other = every
    items, sure = common_items(one, other)
    reader.journal.write(state, "items", items)
    if isinstance(one, dict):
        more = [value for arm in every for key, value in arm.items() if key not in items]
    else:
        more = [*one[len(items) :], *other[len(items) :]]
    if not sure or rests[0] is not None or rests[1] is not None:
        reader.journal.write(state, "rest", common_rest(rests[0], rests[1], more, why))


def branch(
    reader: Reader,
    body: Callable[[], Completion | None],
    other_body: Callable[[], Completion | None],
    why: Unknown,
) -> Completion | None:
    """Both arms of a branch."""
    arms: tuple[Completion | None, ...] = either(reader, body, other_body, why)
    ends = [one for one in arms if one is not None]
    returned = [one.value for one in ends if one.kind == "return"]
    reader.frames[-1].returns.extend(returned)
    if reader.trying and [one.kind for one in ends].count("raise") == 1:
        reader.may_raise = why
    leaving = {one.kind for one in ends} - {"return", "raise"}
    if not leaving:
        if len(returned) == 2:
            return Completion("return", reader.frames[-1].returns.pop())
        return Completion("raise") if len(ends) == 2 else None
    if len(leaving) == 1 and len(ends) == 2:
        return next(one for one in ends if one.kind in leaving)
    return Completion(MAY_CONTINUE if leaving <= {"continue", MAY_CONTINUE} else MAY_BREAK, why)


def behind(reader: Reader, nodes: Sequence[ast.stmt], left: Completion) -> Completion:
    """Read statements behind one that may have left the loop: they may run."""
    if not nodes:
        return left
    ended = branch(reader, partial(reader.execute, nodes), lambda: None, left.value)
    goes_on = ended is None or ended.kind == MAY_CONTINUE
    return left if goes_on else Completion(MAY_BREAK, left.value)
