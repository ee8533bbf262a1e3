"""Evidence for the diagnosis of a run besides its history."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from kspec.analysis.trained import Evidence
from kspec.data.chance import equal_by_chance
from kspec.data.criteria import is_classification
from kspec.data.model_io import model_io
from kspec.data.overlap import overlap
from kspec.data.split import labels_of
from kspec.spec.layers.augmentation import Augmentation
from kspec.spec.layers.dropout import Regularization
from kspec.spec.layers.normalization import BatchNormalization
from kspec.spec.training.callbacks.stopping import EarlyStopping

if TYPE_CHECKING:
    from kspec.analysis.model import Analysis
    from kspec.data.array import Array
    from kspec.data.model_io import Port
    from kspec.data.samples import Samples
    from kspec.spec.model import ModelSpec

SHARED = 0.1
"""Fraction of the validation samples that has to be in the training part to be reported."""


def evidence_of(
    analysis: Analysis, train: Samples, validation: Samples | None, broken: str | None = None
) -> Evidence:
    """The evidence of a run."""
    spec, io = analysis.known_spec, model_io(analysis)
    noisy = any(
        isinstance(node.layer, Regularization | BatchNormalization | Augmentation)
        for node in spec.network.nodes.values()
    )
    held_out = 0 if validation is None else len(validation)
    shared = 0 if validation is None else _shared(train, validation)
    evidence = Evidence(
        shared=shared,
        held_out=held_out,
        noisy=noisy,
        weighted=bool(train.weights),
        stops_early=_stops_early(spec),
        broken=broken,
    )
    if len(io.outputs) != 1:
        return evidence
    ((name, port),) = io.outputs.items()
    target = (validation or train).y[name]
    labels = labels_of(target, classes=is_classification(spec, io, name))
    chance = _chance_loss(port)
    if labels is None:
        return evidence._replace(chance_loss=chance)
    shares = np.bincount(labels) / len(labels)
    weighted = bool((validation or train).weights)
    cost = None if chance is None or weighted else _entropy(shares)
    return evidence._replace(
        chance_loss=chance, commonest_class=float(shares.max()), shares_loss=cost
    )


def _entropy(shares: Array) -> float:
    there = shares[shares > 0]
    return float(-(there * np.log(there)).sum())


def _stops_early(spec: ModelSpec) -> bool:
    callbacks = spec.effective_fit.all_callbacks()
    return any(isinstance(callback, EarlyStopping) for _, callback in callbacks)


def _chance_loss(port: Port) -> float | None:
    """The cross-entropy of giving every class the same probability."""
    guess = None if port.loss is None else port.loss.guess
    if guess == "yes or no":
        return math.log(2)
    width = port.shape[-1] if port.shape else None
    return math.log(width) if guess == "classes" and width and width > 1 else None


def _shared(train: Samples, validation: Samples) -> int:
    """Count the validation samples that equal a training sample; 0 for few of them, and for samples
    that are equal by chance.
    """
    if train.on_disk or validation.on_disk:
        return 0
    shared = overlap(train.x, validation.x)
    if shared is None or shared.shared < SHARED * shared.held_out or equal_by_chance(train.x):
        return 0
    return shared.shared
