"""Targets that are among the inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kspec.analysis.observations import Answer
from kspec.data.facts import NUMBERS, portions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kspec.data.array import Array

FEW = 30
"""Number of samples below which a column of zeros and ones may equal a target by chance."""


def answers_in(inputs: Mapping[str, Array], targets: Mapping[str, Array]) -> Iterator[Answer]:
    """The columns of inputs that are equal to a target, which has one value a sample, in all
    samples.

    An input of integers alone is skipped: those may be tokens, one of which is to be predicted
    again.
    """
    for name, target in targets.items():
        if not _is_column(target) or len(target) < FEW:
            continue
        for other, array in inputs.items():
            if array.ndim == 2 and array.shape[1] > 1 and len(array) == len(target):
                column = _equal_column(array, target)
                if column is not None:
                    yield Answer(other, column, name)


def _is_column(array: Array) -> bool:
    return array.dtype.kind in NUMBERS and array.size == len(array)


def _equal_column(array: Array, target: Array) -> int | None:
    if array.dtype.kind not in NUMBERS:
        return None
    equal = np.ones(array.shape[1], bool)
    varied = fractions = False
    first = np.float32(target[:1].reshape(-1)[0])
    for start, portion in portions(array):
        part = target[start : start + len(portion)].reshape(-1, 1).astype(np.float32)
        equal &= (portion.astype(np.float32) == part).all(axis=0)
        if not equal.any():
            return None
        varied = varied or bool((part != first).any())
        fractions = fractions or not bool((portion == np.round(portion)).all())
    return int(equal.argmax()) if varied and fractions else None
