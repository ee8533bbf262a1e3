"""What each sample counts: its weight by the data, and that of its class by the spec."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kspec.executor.data.checks import check_finite
from kspec.executor.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kspec.executor.data.samples import Array, Raw, Samples


def fitted_weights(raw: Raw, outputs: Iterable[str]) -> dict[str, Array]:
    """Sample weights for every output; none where the data has none for any of them.

    An output without weights of its own has ones. Raises `DataError` for what is no weight.
    """
    given, names = raw.aside.weights, list(outputs)
    if not given or not names:
        return {}
    for name, array in given.items():
        _check(name, array, raw, names)
    if "" in given:
        return dict.fromkeys(names, given[""].astype(np.float32))
    count = len(next(iter(raw.x.values())))
    return {
        name: given[name].astype(np.float32) if name in given else np.ones(count, np.float32)
        for name in names
    }


def _check(name: str, array: Array, raw: Raw, names: list[str]) -> None:
    if name and name not in names:
        known = ", ".join(f'"{output}"' for output in names)
        raise DataError(f'"sample_weight" names an output "{name}"; the network has {known}.')
    if array.dtype.kind not in "biuf" or array.size != len(array):
        raise DataError(f"{raw.origin}: sample weights are one number for each sample.")
    check_finite(array, raw, "sample weight")
    if array.min() < 0:
        row = int(array.argmin())
        raise DataError(
            f"{raw.origin}: the sample weight is {array[row]:g} in {raw.row(row)}, "
            "and must be 0 or more."
        )
    if not array.any():
        raise DataError(f"{raw.origin}: all sample weights are 0, so nothing would be learned.")


def with_class_weights(samples: Samples, weights: Mapping[int, float] | None) -> Samples:
    """The samples, each weighed by its class as well, as Keras's ``class_weight`` does; a class
    that is not named counts 1.

    Raises `DataError` for several outputs, and for a target without classes.
    """
    if not weights:
        return samples
    if len(samples.y) != 1:
        raise DataError('"class_weight" is for networks of one output: use "sample_weight".')
    ((name, target),) = samples.y.items()
    if target.ndim > 2:  # noqa: PLR2004 - a class for each sample, or a row
        raise DataError('"class_weight" needs one class for each sample: use "sample_weight".')
    flat = target[:].reshape(len(target), -1)
    labels = flat.argmax(axis=1) if flat.shape[1] > 1 else np.round(flat[:, 0]).astype(int)
    each = np.ones(max(int(labels.max()), *weights) + 1, np.float32)
    each[list(weights)] = list(weights.values())
    counted = each[labels] * samples.weights.get(name, np.float32(1))
    return type(samples)(samples.x, samples.y, {name: counted})


def unnamed_classes(samples: Samples, weights: Mapping[int, float] | None) -> list[int]:
    """The classes of the data that ``class_weight`` does not name."""
    if not weights:
        return []
    (target,) = samples.y.values()
    flat = target[:].reshape(len(target), -1)
    labels = np.arange(flat.shape[1]) if flat.shape[1] > 1 else np.unique(np.round(flat[:, 0]))
    return [int(label) for label in labels if int(label) not in weights]
