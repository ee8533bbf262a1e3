"""Whether a network can learn one batch by heart, as every network that works can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras
import tensorflow as tf

from kspec.analysis.trained import OneBatch
from kspec.executor.adapt import adapt
from kspec.executor.build import build
from kspec.executor.first_batch import look, make_weights
from kspec.executor.order import as_tensors

if TYPE_CHECKING:
    from kspec.executor.job import Job

STEPS = 300
"""How often the batch is shown."""
SAMPLES = 32


def learn_one_batch(job: Job) -> OneBatch:
    """Train a new model of the job's spec on one batch of it, as the spec says."""
    keras.utils.set_random_seed(job.settings.seed)
    model = build(job.analysis, job.options.allowed)
    adapt(model, job.spec, job.train)
    arrays = job.train.fed(job.spec.network)
    size = min(SAMPLES, len(job.train))
    make_weights(model, arrays)
    before = look(model, arrays, size).loss
    few: Any = as_tensors(keras.tree.map_structure(lambda array: array[:size], arrays[:2]))
    # One epoch of so many steps: to begin an epoch takes far longer than a step.
    model.fit(tf.data.Dataset.from_tensors(few).repeat(STEPS), shuffle=False, verbose=0)
    return OneBatch(before, look(model, arrays, size).loss, size)
