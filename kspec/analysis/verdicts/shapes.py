"""Shapes of outputs and targets, as Keras compares them."""

from kspec.analysis.outputs import Output
from kspec.analysis.verdicts.kinds import VECTOR
from kspec.spec.shapes import Dim, Shape


def fits(out: Shape, target: Shape) -> bool:
    """Whether the shapes are equal, except for a last axis of one. An output of any number of steps
    does not fit a target of a single one.
    """
    if equal(out, target) or equal((*out, 1), target):
        return True
    open_steps = any(a is None and b == 1 for a, b in zip(out, target, strict=False))
    return equal(out, (*target, 1)) and not open_steps


def of_one_rank(one: Shape, other: Shape) -> tuple[Shape, Shape]:
    """Two shapes as Keras compares them: a last axis of one more is taken away, or added to one
    number for each sample.
    """
    if len(one) == len(other) + 1 and one[-1] == 1:
        return (one, (*other, 1)) if len(other) == 1 else (one[:-1], other)
    if len(other) == len(one) + 1 and other[-1] == 1:
        return ((*one, 1), other) if len(one) == 1 else (one, other[:-1])
    return one, other


def compared(output: Output) -> Shape | None:
    """The output's shape as Keras compares it with the target; None where it is not known, as
    where a last axis of one may be taken away, or not.
    """
    shape, target = output.head.shape, output.target.shape
    if shape is None:
        return None
    if target is not None:
        return of_one_rank(shape, (None, *target))[0]
    return None if len(shape) > VECTOR and shape[-1] == 1 else shape


def equal(one: Shape, other: Shape) -> bool:
    """Whether two shapes may be the same: an unknown size may be any."""
    return len(one) == len(other) and all(
        a is None or b is None or a == b for a, b in zip(one, other, strict=True)
    )


def broadcasts(one: Shape, other: Shape) -> bool:
    """Whether numpy's rule broadcasts two shapes, batch first, as far as known: an unknown size may
    be the other one, but that of the batch only equals another batch.
    """
    pairs: list[tuple[Dim, Dim]] = list(zip(reversed(one), reversed(other), strict=False))
    batches = len(one) == len(other)
    for axis, (a, b) in enumerate(pairs, 1):
        in_batch = not batches and axis in {len(one), len(other)}
        if not (a in (b, 1) or b == 1 or (None in (a, b) and not in_batch)):
            return False
    return True
