"""Number of training steps, where the spec fixes it."""

import math
from contextlib import suppress

from kspec.analysis.model import Analysis
from kspec.spec.model import ModelSpec
from kspec.spec.training.fit import DEFAULT_BATCH_SIZE
from kspec.spec.unknown import UnknownValueError


def training_steps(model: Analysis) -> int | None:
    """The batches of all epochs; None where the number of samples, or of steps, is not known.

    Source: ``keras.src.trainers.data_adapters`` (Keras 3.15): the last batch may be smaller, and
    a validation split takes its share of the samples first.
    """
    spec = model.spec
    if spec is None or spec.fit is None:
        return None
    fit, samples = spec.fit, training_samples(model)
    with suppress(UnknownValueError):
        if fit.steps_per_epoch:
            return epochs_of(spec) * fit.steps_per_epoch
        if samples is not None:
            return epochs_of(spec) * math.ceil(samples / (fit.batch_size or DEFAULT_BATCH_SIZE))
    return None


def epochs_of(spec: ModelSpec) -> int:
    """The epochs that are trained for."""
    return 1 if spec.fit is None else spec.fit.epochs - spec.fit.initial_epoch


def training_samples(model: Analysis) -> int | None:
    """The samples that are left to train on when a validation split has taken its share."""
    samples, fit = model.facts.samples, None if model.spec is None else model.spec.fit
    split = None if fit is None else fit.validation_split
    if samples is None or not 0 <= (split or 0) <= 1:
        return None  # a share that is no number is none, either
    count: int = math.floor(samples.value * (1 - (split or 0)))
    return count
