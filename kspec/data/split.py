"""Split of data into training and held-out samples: by group, by time, or shuffled, with each class
in its share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.data.errors import DataError
from kspec.named_tuple import NamedTuple
from kspec.spec.type_words import counted

if TYPE_CHECKING:
    from kspec.data.array import Array

FEW = 30
"""Number of samples below which a validation means little."""


class Split(NamedTuple):
    """Indices of the samples: ``train``, ``validation`` and ``test`` (None where none is held
    out).
    """

    train: Array
    validation: Array | None
    method: str
    seed: int
    test: Array | None = None

    def to_dict(self) -> dict[str, Any]:
        """The split as ``split.json`` keeps it."""
        return {
            "method": self.method,
            "seed": self.seed,
            "train": self.train.tolist(),
            "validation": None if self.validation is None else self.validation.tolist(),
            "test": None if self.test is None else self.test.tolist(),
        }

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Split:
        """Read the split of `to_dict`; raises `ValueError` for rows that do not exist, or that are
        repeated.
        """
        held_out = [kept.get(name) for name in ("validation", "test")]
        validation, test = (None if rows is None else np.array(rows, int) for rows in held_out)
        train = np.array(kept["train"], int)
        rows = np.concatenate([part for part in (train, validation, test) if part is not None])
        if rows.min() < 0 or rows.max() >= len(rows) or np.bincount(rows).max() > 1:
            message = "it has rows that are none, or the same row twice"
            raise ValueError(message)
        return cls(train, validation, str(kept["method"]), int(kept["seed"]), test)

    @property
    def size(self) -> int:
        """Number of samples in all parts."""
        parts = self.train, self.validation, self.test
        return sum(len(rows) for rows in parts if rows is not None)


class Criteria(NamedTuple):
    """Criteria of a split, a value for each sample: the first that is not None.

    Samples of one ``group`` stay together; the latest by ``time`` are held out; of ``labels``
    (class numbers) each has its share.
    """

    group: Array | None = None
    time: Array | None = None
    labels: Array | None = None


NO_CRITERIA = Criteria()


def split(
    count: int, fraction: float, seed: int, criteria: Criteria = NO_CRITERIA, *, test: float = 0.0
) -> Split:
    """Hold out fractions of ``count`` samples, for validation and for a test.

    Labels that cannot be divided are passed over: then, and without criteria, the split is merely
    shuffled. Raises `DataError` where nothing would be left on one side.
    """
    rest = np.arange(count)
    if not fraction and not test:
        return Split(rest, None, "none", seed)
    random = np.random.default_rng(seed)
    parts: dict[str, Array] = {}
    method = "none"
    for name, part in (("test", test), ("validation", fraction)):
        size = max(1, round(count * part))
        if part and size >= len(rest):
            raise DataError(
                f"{counted(count, 'sample')} cannot be split: nothing would be left to train on."
            )
        if part:
            chosen, method = _held_out(rest, size, criteria, random)
            parts[name] = np.sort(rest[chosen])
            rest = np.setdiff1d(rest, parts[name])
    return Split(rest, parts.get("validation"), method, seed, parts.get("test"))


def _held_out(
    rest: Array, size: int, criteria: Criteria, random: np.random.Generator
) -> tuple[Array, str]:
    """Choose ``size`` samples of ``rest`` to hold out; returns them, and the criterion."""
    if criteria.group is not None:
        return _whole_groups(criteria.group[rest], size, random), "group"
    if criteria.time is not None:
        return _latest(criteria.time[rest], size), "time"
    if criteria.labels is not None:
        labels = criteria.labels[rest]
        if size >= len(np.unique(labels)) and np.bincount(labels).max() > 1:
            return _stratified(labels, size, random), "stratified"
    return random.permutation(len(rest))[:size], "shuffled"


def _whole_groups(groups: Array, size: int, random: np.random.Generator) -> Array:
    """Groups in a random order as long as they fit into ``size``, and one at least."""
    _, numbers = np.unique(groups, return_inverse=True)
    counts = np.bincount(numbers)
    if len(counts) == 1:
        raise DataError(
            f'Samples cannot be split by group: all are of the group "{groups[0]}". '
            "Name another column, or give more data."
        )
    chosen: list[int] = []
    total = 0
    for group in random.permutation(len(counts)):
        if total + counts[group] <= size:
            chosen.append(int(group))
            total += counts[group]
    return np.flatnonzero(np.isin(numbers, chosen or [int(counts.argmin())]))


def _latest(times: Array, size: int) -> Array:
    """The last samples by time, those of one moment together."""
    border = np.sort(times)[-size]
    chosen = np.flatnonzero(times >= border)
    if len(chosen) == len(times):
        chosen = np.flatnonzero(times > border)
    if not len(chosen):
        raise DataError(
            f"Samples cannot be split by time: all are of the same moment ({times[0]})."
        )
    return chosen


def _stratified(labels: Array, size: int, random: np.random.Generator) -> Array:
    """Sample every class in proportion; the remainder of rounding goes to the largest fractions."""
    counts = np.bincount(labels)
    shares = counts * size / len(labels)
    whole = np.floor(shares).astype(int)
    for label in np.argsort(whole - shares, kind="stable")[: size - whole.sum()]:
        whole[label] += 1
    chosen = [
        random.permutation(np.flatnonzero(labels == label))[:share]
        for label, share in enumerate(whole)
    ]
    return np.concatenate(chosen)


def labels_of(target: Array, *, classes: bool) -> Array | None:
    """Class numbers of a target of ``classes`` (numbers, one-hot rows, yes and no), None of any
    other.
    """
    if not classes or target.ndim > 2:  # a class for each sample, or a row
        return None
    flat = target[:].reshape(len(target), -1)  # an array on the disk is read here
    if flat.shape[1] > 1:
        is_one_hot = np.isin(flat, (0, 1)).all() and (flat.sum(axis=1) == 1).all()
        return flat.argmax(axis=1) if is_one_hot else None
    return np.unique(flat[:, 0], return_inverse=True)[1]
