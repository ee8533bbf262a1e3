"""What is trained on and what is held out: shuffled before the split, each class in its share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kspec.executor.errors import DataError

if TYPE_CHECKING:
    from kspec.executor.data.samples import Array

FEW = 30
"""A validation of fewer samples than this says little."""


class Split(NamedTuple):
    """Indices of the samples: ``train`` and ``validation`` (None where none is held out)."""

    train: Array
    validation: Array | None
    method: str
    seed: int

    def to_dict(self) -> dict[str, Any]:
        """The split as ``split.json`` keeps it."""
        held_out = None if self.validation is None else self.validation.tolist()
        return {
            "method": self.method,
            "seed": self.seed,
            "train": self.train.tolist(),
            "validation": held_out,
        }


def split(count: int, fraction: float, seed: int, labels: Array | None = None) -> Split:
    """Hold out a fraction of ``count`` samples; with ``labels`` (class numbers), of every class.

    Classes of one sample cannot be divided: then, and without labels, the split is merely
    shuffled. Raises `DataError` where nothing would be left on one side.
    """
    everything = np.arange(count)
    if not fraction:
        return Split(everything, None, "none", seed)
    size = max(1, round(count * fraction))
    if size >= count:
        raise DataError(f"{count} samples cannot be split: nothing would be left to train on.")
    random = np.random.default_rng(seed)
    if labels is not None and size >= len(np.unique(labels)) and np.bincount(labels).max() > 1:
        held_out = _stratified(labels, size, random)
        method = "stratified"
    else:
        held_out = random.permutation(count)[:size]
        method = "shuffled"
    held_out = np.sort(held_out)
    return Split(np.setdiff1d(everything, held_out), held_out, method, seed)


def _stratified(labels: Array, size: int, random: np.random.Generator) -> Array:
    """Samples of every class in proportion; what rounding leaves over goes to the largest rests."""
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
    if not classes:
        return None
    flat = target.reshape(len(target), -1)
    if flat.shape[1] > 1:
        is_one_hot = np.isin(flat, (0, 1)).all() and (flat.sum(axis=1) == 1).all()
        return flat.argmax(axis=1) if is_one_hot else None
    return np.unique(flat[:, 0], return_inverse=True)[1]
