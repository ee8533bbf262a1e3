"""Branches of a program: the completion behind two arms of which one is taken."""

from collections.abc import Callable

from kspec.code.merging import either
from kspec.code.reader import Completion, Reader
from kspec.code.values import Unknown


def branch(
    reader: Reader,
    body: Callable[[], Completion | None],
    other_body: Callable[[], Completion | None],
    why: Unknown,
) -> Completion | None:
    """Both arms of a branch."""
    one, other = either(reader, body, other_body, why)
    if one is None and other is None:
        return None
    return _one_arm_ends(reader, one, other)


def _one_arm_ends(
    reader: Reader, one: Completion | None, other: Completion | None
) -> Completion | None:
    """Continue after branches of which one may leave the block: a program that continues took the
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
        return Completion("raise") if kinds == {"raise"} else _common_end(one, other)
    return None


def _common_end(one: Completion, other: Completion) -> Completion:
    """Common completion of two branches that both end, one of them usually by an error."""
    if one.kind == "raise":
        return other if other.kind != "return" else Completion("raise")
    if other.kind == "raise":
        return one if one.kind != "return" else Completion("raise")
    return one
