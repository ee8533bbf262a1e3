"""Branches of a program: the completion behind two arms of which one is taken."""

import ast
from collections.abc import Callable, Sequence
from functools import partial

from kspec.code.merging import either
from kspec.code.reader import Completion, Reader
from kspec.code.values import Unknown

MAY_BREAK, MAY_CONTINUE = "may break", "may continue"
"""Completions of a block that may have left the loop, or the round, for the reason that is their
value.
"""
MAYBE = frozenset((MAY_BREAK, MAY_CONTINUE))


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
    return (
        left if ended is None or ended.kind == MAY_CONTINUE else Completion(MAY_BREAK, left.value)
    )
