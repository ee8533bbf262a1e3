"""Weights of samples: by the data, and by the class weights of the spec."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kspec.data.checks import check_finite
from kspec.data.errors import DataError
from kspec.spec.type_words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kspec.data.array import Array
    from kspec.data.samples import Raw, Samples


def fitted_weights(raw: Raw, outputs: Iterable[str]) -> dict[str, Array]:
    """Sample weights for every output; none where the data has none for any of them.

    An output without weights of its own has ones. Raises `DataError` for values that are no
    weights.
    """
    weights, names = raw.aside.weights, list(outputs)
    if not weights or not names:
        return {}
    for name, array in weights.items():
        _check(name, array, raw, names)
    if "" in weights:
        return dict.fromkeys(names, weights[""].astype(np.float32))
    count = len(next(iter(raw.x.values())))
    return {
        name: weights[name].astype(np.float32) if name in weights else np.ones(count, np.float32)
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
    """The samples, each weighed by its class as well, as Keras's ``class_weight`` does."""
    if not weights:
        return samples
    ((name, labels),) = _labels(samples).items()
    each = np.ones(max(int(labels.max()), *weights) + 1, np.float32)
    each[list(weights)] = list(weights.values())
    weighed = each[labels] * samples.weights.get(name, np.float32(1))
    return type(samples)(samples.x, samples.y, {name: weighed})


def check_class_weights(samples: Samples, weights: Mapping[int, float] | None) -> None:
    """Raise `DataError` where ``class_weight`` does not fit the classes of the data: for several
    outputs, for a target without classes, and for a class without a weight.

    Keras takes 1 for a class that is not named, in silence.
    """
    if not weights:
        return
    ((_, labels),) = _labels(samples).items()
    classes, counts = np.unique(labels, return_counts=True)
    if classes[0] < 0:
        raise DataError(
            f'"class_weight" counts classes from 0, and the target holds {classes[0]}: '
            'use "sample_weight".'
        )
    missing = {int(at): int(n) for at, n in zip(classes, counts, strict=True) if at not in weights}
    if not missing:
        return
    listed = ", ".join(f"class {at} ({counted(n, 'sample')})" for at, n in missing.items())
    more = ", ".join(f'"{at}": 1.0' for at in missing)
    raise DataError(
        f'"class_weight" has no weight for {listed}, which Keras would count 1 in silence: '
        f"add {more}, or the weight that you mean."
    )


def _labels(samples: Samples) -> dict[str, Array]:
    """The class of each sample, by the name of the one output."""
    if len(samples.y) != 1:
        raise DataError('"class_weight" is for networks of one output: use "sample_weight".')
    ((name, target),) = samples.y.items()
    if target.ndim > 2:  # a class for each sample, or a row
        raise DataError('"class_weight" needs one class for each sample: use "sample_weight".')
    flat = target[:].reshape(len(target), -1)
    return {name: flat.argmax(axis=1) if flat.shape[1] > 1 else np.round(flat[:, 0]).astype(int)}
