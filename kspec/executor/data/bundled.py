"""The small data sets that come with scikit-learn, by name."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from kspec.executor.data.samples import Raw
from kspec.executor.errors import DataError

NAMES = ("breast_cancer", "diabetes", "digits", "iris", "wine")


def read(name: str, origin: str) -> Raw:
    """A data set of ``sklearn.datasets``; features as they come, targets as numbers."""
    if name not in NAMES:
        raise DataError(
            f'scikit-learn has no data set "{name}" for kspec; it has: {", ".join(NAMES)}.'
        )
    if find_spec("sklearn") is None:
        raise DataError(f'"{origin}" needs scikit-learn: pip install scikit-learn.')
    bunch = getattr(import_module("sklearn.datasets"), f"load_{name}")()
    columns = tuple(map(str, getattr(bunch, "feature_names", ())))
    return Raw({"": bunch.data}, {"": bunch.target}, origin, columns)
