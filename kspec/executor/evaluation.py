"""A finished run used again: its best model on data, for scores or for predictions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kspec.executor.data.ends import ends_of
from kspec.executor.data.fitting import fitted
from kspec.executor.data.samples import arranged
from kspec.executor.data.sources import read_source
from kspec.executor.directory import RunDirectory
from kspec.executor.errors import DataError, RunError
from kspec.executor.prepare import read_and_prepare
from kspec.spec.parse import parse

if TYPE_CHECKING:
    from pathlib import Path

    from kspec.executor.data.samples import Array, Samples
    from kspec.spec.model import ModelSpec


class Finished(NamedTuple):
    """A run directory with its spec, and the texts of numbered classes by output."""

    directory: RunDirectory
    spec: ModelSpec
    classes: dict[str, list[str]]

    @classmethod
    def at(cls, path: Path) -> Finished:
        """The run of a directory; raises `RunError` where there is none, or no model in it."""
        directory = RunDirectory(path)
        spec = parse(directory.read("spec.json")).spec
        ended = directory.read("run.json")
        if spec is None or not directory.best.exists():
            raise RunError(f"{path} holds no trained model (best.keras).")
        return cls(directory, spec, ended.get("classes", {}))

    def model(self) -> Any:
        """The model of the best epoch, compiled."""
        import keras

        return keras.saving.load_model(self.directory.best)


def evaluate(run: Finished, data: str | None, base: Path) -> dict[str, float]:
    """The loss and metrics of the best model: on ``data``, or else on what was held out."""
    samples = _held_out(run) if data is None else _samples(run, data, base)
    network = run.spec.network
    x, y = arranged(network.inputs, samples.x), arranged(network.outputs, samples.y)
    values = run.model().evaluate(x, y, batch_size=256, verbose=0, return_dict=True)
    return {name: float(value) for name, value in values.items()}


def predict(run: Finished, data: str, base: Path) -> dict[str, Array]:
    """What the best model gives for every sample of ``data``, by output name."""
    ends = ends_of(run.spec, targets=False)
    samples = fitted(read_source(run.spec, data, base, ends), run.spec, ends).samples
    given = run.model().predict(arranged(run.spec.network.inputs, samples.x), verbose=0)
    names = list(ends_of(run.spec).outputs)
    outputs = given if isinstance(given, list | tuple) else [given]
    if isinstance(given, dict):
        outputs = list(given.values())
    return {name: np.asarray(output) for name, output in zip(names, outputs, strict=True)}


def _held_out(run: Finished) -> Samples:
    path = run.directory.path
    if run.spec.data is None or run.spec.data.source is None:
        raise RunError(f"{path} was trained on arrays that were given from Python: name --data.")
    prepared = read_and_prepare(run.spec, path, seed=run.directory.read("split.json")["seed"])
    if prepared.validation is None:
        raise RunError(f"{path} held nothing out: name --data.")
    return prepared.validation


def _samples(run: Finished, data: str, base: Path) -> Samples:
    ends = ends_of(run.spec)
    samples, classes = fitted(read_source(run.spec, data, base, ends), run.spec, ends)
    for name, texts in classes.items():
        if list(texts) != run.classes.get(name):
            known = ", ".join(run.classes.get(name, ()))
            raise DataError(f"{data}: the classes are {', '.join(texts)}; the run knows {known}.")
    return samples
