"""How many steps a spec trains for, where it says enough."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kspec.spec.training.fit import DEFAULT_BATCH_SIZE

if TYPE_CHECKING:
    from kspec.spec.model import ModelSpec


def training_steps(spec: ModelSpec) -> int | None:
    """The batches of all epochs; None where the number of samples, or of steps, is not known.

    Source: ``keras.src.trainers.data_adapters`` (Keras 3.15): the last batch may be smaller, and
    a validation split takes its share of the samples first.
    """
    fit = spec.fit
    if fit is None:
        return None
    epochs = epochs_of(spec)
    if fit.steps_per_epoch:
        return epochs * fit.steps_per_epoch
    samples = training_samples(spec)
    if samples is None:
        return None
    return epochs * math.ceil(samples / (fit.batch_size or DEFAULT_BATCH_SIZE))


def epochs_of(spec: ModelSpec) -> int:
    """The epochs that are trained for."""
    return 1 if spec.fit is None else spec.fit.epochs - spec.fit.initial_epoch


def training_samples(spec: ModelSpec) -> int | None:
    """The samples that are left to train on when a validation split has taken its share."""
    if spec.data is None or spec.data.samples is None:
        return None
    split = None if spec.fit is None else spec.fit.validation_split
    return math.floor(spec.data.samples * (1 - (split or 0)))
