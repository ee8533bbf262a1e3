"""Predictions of a run's best model for held-out samples."""

from typing import Any

import keras
import numpy as np

from kspec.data.array import Array
from kspec.data.samples import Samples
from kspec.executor.evaluation import input_batches, predictions
from kspec.executor.held_out.held import HeldOutput
from kspec.executor.prepare import Prepared
from kspec.executor.readings import IMAGES, ROWS, meanings
from kspec.executor.run import Run
from kspec.spec.network import Network

PLACES = {3: "step", 4: "pixel"}
"""Subject of an answer, by the rank of all answers."""


def held_of(run: Run, prepared: Prepared) -> list[HeldOutput]:
    """Targets and predictions by output, where there is a trained model and data in memory."""
    samples = prepared.validation
    if samples is None or run.best_epoch is None or samples.on_disk:
        return []
    network = prepared.spec.network
    read = meanings(prepared.analysis)
    outputs = predictions(run.model, network, samples)
    counted = _counted(run.model, network, samples, outputs)
    images = next(iter(samples.x.values())) if len(samples.x) == 1 else None
    return [
        HeldOutput(
            name,
            samples.y[name],
            array,
            prepared.classes.get(name, ()),
            meaning.border,
            PLACES.get(array.ndim, "place"),
            mask,
            images if images is not None and images.ndim == IMAGES else None,
        )
        for (name, meaning), array, mask in zip(read.items(), outputs, counted, strict=True)
    ]


def _counted(
    model: Any, network: Network, samples: Samples, predicted: list[Array]
) -> list[Array | None]:
    """Masks of the outputs, as the loss takes them; None for an output without a mask."""
    none: list[Array | None] = [None] * len(predicted)
    if all(array.ndim <= ROWS for array in predicted):
        return none
    parts = []
    for x in input_batches(network, samples):
        outputs = keras.tree.flatten(model(x, training=False))
        masks = [getattr(output, "_keras_mask", None) for output in outputs]
        if all(mask is None for mask in masks):
            return none
        parts.append(masks)
    whole = zip(*parts, strict=True)
    return [None if masks[0] is None else np.concatenate(masks).astype(bool) for masks in whole]
