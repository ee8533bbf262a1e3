"""Targets and predictions of held-out samples, and the facts of the spec about them."""

from collections.abc import Sequence

import numpy as np

from kspec.data.array import Array
from kspec.executor.readings import HALF, ROWS
from kspec.named_tuple import NamedTuple


class HeldOutput(NamedTuple):
    """An output with its targets and predictions; ``names`` are those of numbered classes.

    Above ``border`` a single value means yes; None where it is a number. ``place`` is the subject
    of an answer where a sample has several ("pixel", "step"), and ``counted`` the mask of those
    that count (all, where it is None). ``images`` are the input, where it is one of images.
    """

    output: str
    target: Array
    predicted: Array
    names: Sequence[str] = ()
    border: float | None = HALF
    place: str = "place"
    counted: Array | None = None
    images: Array | None = None

    @property
    def width(self) -> int:
        """Number of values of a prediction."""
        return self.predicted.shape[-1] if self.predicted.ndim > 1 else 1

    @property
    def answer_shape(self) -> tuple[int, ...]:
        """The shape of all answers, of which each is one class."""
        return self.predicted.shape[:-1] if self.predicted.ndim > 1 else self.predicted.shape

    @property
    def by_place(self) -> bool:
        """Whether a sample has an answer for each of its places."""
        return self.predicted.ndim > ROWS


class Classes(NamedTuple):
    """True and predicted class of every answer, and the number of classes."""

    true: Array
    predicted: Array
    size: int


def answers_of(output: HeldOutput) -> Classes | None:
    """Classes of an output, in the shape of its answers; None for no classification."""
    return _yes_or_no(output) if output.width == 1 else _of_several(output)


def classes_of(output: HeldOutput) -> Classes | None:
    """All answers that count, one after another."""
    classes = answers_of(output)
    if classes is None:
        return None
    true, predicted, size = classes
    fits = (true >= 0) & (true < size)  # a loss may ignore a class beyond them
    if output.counted is not None:
        fits &= output.counted.reshape(true.shape)
    return Classes(true[fits], predicted[fits], size)


def labels_of(output: HeldOutput) -> bool:
    """Whether every value of a row is a yes or no of its own."""
    same = output.target.shape == output.predicted.shape and output.width > 1
    return output.border is not None and same and bool(np.isin(output.target, (0, 1)).all())


def _yes_or_no(output: HeldOutput) -> Classes | None:
    target, predicted = output.target, output.predicted
    if output.border is None or target.size != predicted.size:
        return None
    if not np.isin(target, (-1, 0, 1)).all():
        return None
    signs = bool((target < 0).any())
    true = target.reshape(predicted.shape) > (0 if signs else HALF)
    predicted = predicted > (0 if signs else output.border)
    shape = output.answer_shape
    return Classes(true.astype(int).reshape(shape), predicted.astype(int).reshape(shape), 2)


def _of_several(output: HeldOutput) -> Classes | None:
    target, predicted = output.target, output.predicted
    chosen = predicted.argmax(axis=-1)
    if target.shape == predicted.shape:
        is_one_hot = np.isin(target, (0, 1)).all() and (target.sum(axis=-1) == 1).all()
        return Classes(target.argmax(axis=-1), chosen, output.width) if is_one_hot else None
    is_number = target.size == chosen.size and (target == np.round(target)).all()
    if not is_number:
        return None
    return Classes(target.reshape(chosen.shape).astype(int), chosen, output.width)
