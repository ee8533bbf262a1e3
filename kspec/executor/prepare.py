"""Preparation of a training before TensorFlow is loaded: settings, data, split, with all errors
that can be known by then.
"""

from pathlib import Path

import numpy as np

from kspec.analysis.model import Analysis
from kspec.data.array import Array
from kspec.data.criteria import criteria_of
from kspec.data.errors import DataError
from kspec.data.fitting import fitted
from kspec.data.model_io import model_io
from kspec.data.samples import Samples
from kspec.data.sources import Parts, read_parts
from kspec.data.split import FEW, Split, split
from kspec.data.weights import check_class_weights, with_class_weights
from kspec.executor.custom import NOTHING, Allowed
from kspec.executor.settings import Settings, settings_of
from kspec.named_tuple import NamedTuple
from kspec.spec.model import ModelSpec
from kspec.spec.type_words import counted

HOW = {
    "stratified": "shuffled and stratified, seed {seed}",
    "shuffled": "shuffled, seed {seed}",
    "group": "whole groups, seed {seed}",
    "time": "the latest",
}
"""The ways of a split in words."""
HELD_OUT, KEPT = "held out", "kept for the test"
"""Words for the parts that are not trained on."""


class Prepared(NamedTuple):
    """Analyzed model with its data, split and ready; ``classes`` are the texts of numbered classes
    by output; ``notes`` the decisions, in sentences; ``source`` the source of the data, None for
    arrays.
    """

    analysis: Analysis
    settings: Settings
    samples: Samples
    split: Split
    validation: Samples | None
    test: Samples | None
    classes: dict[str, tuple[str, ...]]
    notes: tuple[str, ...]
    source: str | None = None

    @property
    def spec(self) -> ModelSpec:
        """The spec that is trained."""
        return self.analysis.known_spec

    @property
    def own_sources(self) -> tuple[Samples | None, Samples | None]:
        """Samples of validation and test that have a source of their own."""
        validation = None if self.split.validation is not None else self.validation
        return validation, None if self.split.test is not None else self.test

    @property
    def train(self) -> Samples:
        """Training samples, weighted by their class where the spec has class weights."""
        return with_class_weights(self.samples.take(self.split.train), self.settings.class_weight)


def prepare(
    analysis: Analysis, settings: Settings, parts: Parts, kept: Split | None = None
) -> Prepared:
    """Fit data to a spec and hold a part of it out; ``kept`` is the split of a resumed run.

    Raises `DataError` for the first thing in it that cannot be trained on.
    """
    spec, io = analysis.known_spec, model_io(analysis)
    samples, classes = fitted(parts.train, spec, io)
    if kept is not None and kept.size != len(samples):
        raise DataError(
            f"{parts.train.origin} has changed since the run was begun: it had {kept.size} "
            f"samples, and has {len(samples)}."
        )
    held_out = settings.held_out if parts.validation is None else 0.0
    criteria = criteria_of(parts.train, spec, io, samples)
    held_test = settings.test if parts.test is None else 0.0
    split_ = kept or split(len(samples), held_out, settings.seed, criteria, test=held_test)
    validation = None
    if split_.validation is not None:
        validation = samples.take(_mixed(split_.validation, settings))
    if parts.validation is not None:
        validation = fitted(parts.validation, spec, io, classes).samples
    test = None if split_.test is None else samples.take(split_.test)
    if parts.test is not None:
        test = fitted(parts.test, spec, io, classes).samples
    check_class_weights(samples, settings.class_weight)
    own = [
        f"{len(part)} {word} ({raw.origin})"
        for part, raw, word in ((validation, parts.validation, HELD_OUT), (test, parts.test, KEPT))
        if part is not None and raw is not None
    ]
    notes = (*settings.notes, *_notes(split_, validation, own), *_steps(split_, settings))
    return Prepared(
        analysis, settings, samples, split_, validation, test, classes, notes, parts.source
    )


def read_and_prepare(
    analysis: Analysis,
    base: Path,
    settings: Settings | None = None,
    *,
    kept: Split | None = None,
    allowed: Allowed = NOTHING,
) -> Prepared:
    """Read the data that a spec in the folder ``base`` names, and prepare it; without ``settings``
    those of the spec hold.
    """
    settings = settings or settings_of(analysis.known_spec)
    return prepare(analysis, settings, read_parts(analysis, base, allowed.paths), kept)


def _mixed(rows: Array, settings: Settings) -> Array:
    """Shuffle the held-out rows of which only the first are used: data is often sorted."""
    if settings.validated is None:
        return rows
    mixed: Array = np.random.default_rng(settings.seed).permutation(rows)
    return mixed


def _notes(parts: Split, validation: Samples | None, own: list[str]) -> list[str]:
    """Describe the number of samples in each part; ``own`` describes those from other sources."""
    notes = []
    counts = [
        f"{len(rows)} {word}"
        for rows, word in ((parts.validation, HELD_OUT), (parts.test, KEPT))
        if rows is not None
    ]
    if counts:
        counts[-1] += f" ({HOW[parts.method].format(seed=parts.seed)})"
    if counts or own:
        notes.append(
            f"{counted(len(parts.train), 'sample')} to train on, {', '.join([*counts, *own])}"
        )
    if validation is not None and len(validation) < FEW:
        notes.append(
            f"a validation of {counted(len(validation), 'sample')} is too small to say much"
        )
    return notes


def _steps(parts: Split, settings: Settings) -> list[str]:
    """Describe ``steps_per_epoch`` for data that does not divide into such epochs."""
    whole = -(-len(parts.train) // settings.batch_size)
    if settings.steps_per_epoch is None or whole % settings.steps_per_epoch == 0:
        return []
    steps = counted(settings.steps_per_epoch, "step")
    return [f"an epoch is {steps} of a pass of {whole}: it goes on where the one before has ended"]
