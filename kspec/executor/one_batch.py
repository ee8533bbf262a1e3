"""Whether a network can learn one batch by heart, as every network that works can."""

import keras

from kspec.analysis.trained import OneBatch
from kspec.executor.adapt import new_model
from kspec.executor.backends.current import current
from kspec.executor.first_batch import look, make_weights
from kspec.executor.job import Job

STEPS = 300
"""Number of steps on the batch."""
SAMPLES = 32


def learn_one_batch(job: Job) -> OneBatch:
    """Train a new model of the job's spec on one batch."""
    model, _ = new_model(job)
    size = min(SAMPLES, len(job.train))
    few = keras.tree.map_structure(lambda array: array[:size], job.train.fed(job.spec.network)[:2])
    make_weights(model, few)
    before = look(model, few, size).loss
    # One epoch of all steps: the start of an epoch takes far longer than a step.
    model.fit(current().repeated(few, STEPS), shuffle=False, verbose=0)
    return OneBatch(before, look(model, few, size).loss, size)
