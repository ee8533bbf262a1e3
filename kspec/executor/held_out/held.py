"""Targets and predictions on what was held out, and what the spec says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kspec.executor.readings import HALF, ROWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kspec.data.array import Array


class Held(NamedTuple):
    """An output with its targets and predictions; ``names`` are those of numbered classes.

    Above ``border`` a single value says yes; None where it is a number. ``place`` is what an answer
    belongs to where a sample has several ("pixel", "step"), and ``counted`` which of them count
    (all, where it is None). ``images`` are the input, where it is one of images.
    """

    output: str
    target: Array
    given: Array
    names: Sequence[str] = ()
    border: float | None = HALF
    place: str = "place"
    counted: Array | None = None
    images: Array | None = None

    @property
    def width(self) -> int:
        """Number of values of a prediction."""
        return self.given.shape[-1] if self.given.ndim > 1 else 1

    @property
    def answer_shape(self) -> tuple[int, ...]:
        """The shape of all answers, of which each is one class."""
        return self.given.shape[:-1] if self.given.ndim > 1 else self.given.shape

    @property
    def by_place(self) -> bool:
        """Whether a sample has an answer for each of its places."""
        return self.given.ndim > ROWS


class Classes(NamedTuple):
    """The true and the predicted class of every answer, and how many classes there are."""

    true: Array
    given: Array
    size: int


def answers_of(held: Held) -> Classes | None:
    """The classes that an output tells apart, in the shape of its answers; None where it does
    something else.
    """
    return _yes_or_no(held) if held.width == 1 else _of_several(held)


def classes_of(held: Held) -> Classes | None:
    """All answers that count, one after another."""
    found = answers_of(held)
    if found is None:
        return None
    true, given, size = found
    fits = (true >= 0) & (true < size)  # a loss may be told to pass over a class beyond them
    if held.counted is not None:
        fits &= held.counted.reshape(true.shape)
    return Classes(true[fits], given[fits], size)


def labels_of(held: Held) -> bool:
    """Whether every value of a row is a yes or no of its own."""
    same = held.target.shape == held.given.shape and held.width > 1
    return held.border is not None and same and bool(np.isin(held.target, (0, 1)).all())


def _yes_or_no(held: Held) -> Classes | None:
    target, given = held.target, held.given
    if held.border is None or target.size != given.size or not np.isin(target, (-1, 0, 1)).all():
        return None
    signs = bool((target < 0).any())
    true = target.reshape(given.shape) > (0 if signs else HALF)
    given = given > (0 if signs else held.border)
    shape = held.answer_shape
    return Classes(true.astype(int).reshape(shape), given.astype(int).reshape(shape), 2)


def _of_several(held: Held) -> Classes | None:
    target, given = held.target, held.given
    chosen = given.argmax(axis=-1)
    if target.shape == given.shape:
        is_one_hot = np.isin(target, (0, 1)).all() and (target.sum(axis=-1) == 1).all()
        return Classes(target.argmax(axis=-1), chosen, held.width) if is_one_hot else None
    is_number = target.size == chosen.size and (target == np.round(target)).all()
    return (
        Classes(target.reshape(chosen.shape).astype(int), chosen, held.width) if is_number else None
    )
