"""Everything that can be known to be wrong before TensorFlow is loaded: settings, data, split."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kspec.executor.build import check_classes
from kspec.executor.data.ends import Ends, ends_of
from kspec.executor.data.fitting import fitted
from kspec.executor.data.sources import read_source
from kspec.executor.data.split import FEW, Split, labels_of, split
from kspec.executor.settings import Settings, settings_of
from kspec.spec.training.data import Data

if TYPE_CHECKING:
    from kspec.executor.data.samples import Raw, Samples
    from kspec.spec.model import ModelSpec


class Prepared(NamedTuple):
    """A spec with its data, split and ready; ``classes`` are texts that were numbered, by output;
    ``notes`` what was decided, in sentences.
    """

    spec: ModelSpec
    settings: Settings
    samples: Samples
    split: Split
    validation: Samples | None
    classes: dict[str, tuple[str, ...]]
    notes: tuple[str, ...]

    @property
    def train(self) -> Samples:
        """The samples that are trained on."""
        return self.samples.take(self.split.train)


def prepare(
    spec: ModelSpec, settings: Settings, raw: Raw, validation: Raw | None = None
) -> Prepared:
    """Fit data to a spec and hold a part of it out, unless ``validation`` is given.

    Raises `DataError` for the first thing in it that cannot be trained on.
    """
    ends = ends_of(spec)
    samples, classes = fitted(raw, spec, ends)
    given = None if validation is None else fitted(validation, spec, ends).samples
    name, target = next(iter(samples.y.items()))
    labels = labels_of(target, classes=is_classification(spec, ends, name))
    fraction = settings.held_out if given is None else 0.0
    parts = split(len(samples), fraction, settings.seed, labels)
    if parts.validation is not None:
        given = samples.take(parts.validation)
    return Prepared(
        spec, settings, samples, parts, given, classes, (*settings.notes, *_notes(parts, given))
    )


def read_and_prepare(
    spec: ModelSpec,
    base: Path,
    *,
    seed: int | None = None,
    epochs: int | None = None,
    data: str | None = None,
) -> Prepared:
    """Read the data that a spec names (or ``data``, a path from the working directory)."""
    check_classes(spec)
    settings = settings_of(spec, seed=seed, epochs=epochs)
    ends = ends_of(spec)
    if data is not None:
        return prepare(spec, settings, read_source(spec, data, Path(), ends))
    facts = spec.data if spec.data is not None else Data()
    raw = read_source(spec, facts.source, base, ends)
    held_out = facts.validation and read_source(spec, facts.validation, base, ends)
    return prepare(spec, settings, raw, held_out or None)


def is_classification(spec: ModelSpec, ends: Ends, name: str) -> bool:
    """Whether an output tells classes apart: by the task, or by its loss."""
    task = spec.task.get(name) if isinstance(spec.task, dict) else spec.task
    if task is not None:
        return task.endswith("_classification")
    loss = ends.outputs[name].loss
    return loss is not None and loss.kind in {"binary", "categorical", "sparse"}


def _notes(parts: Split, validation: Samples | None) -> list[str]:
    notes = []
    if parts.validation is not None:
        how = {"stratified": "shuffled, every class in its share", "shuffled": "shuffled"}
        notes.append(
            f"{len(parts.train)} samples to train on, {len(parts.validation)} held out "
            f"({how[parts.method]}, seed {parts.seed})"
        )
    if validation is not None and len(validation) < FEW:
        notes.append(f"a validation of {len(validation)} samples is too small to say much")
    return notes
