"""A finished run used again: its best model on data, for scores or for predictions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.analysis.model import Analysis
from kspec.data.fitting import fitted
from kspec.data.layout import by_port
from kspec.data.model_io import model_io
from kspec.data.samples import arranged
from kspec.data.sources import asked_of, read_source
from kspec.executor.answers import Answers
from kspec.executor.custom import NOTHING, Allowed, check_allowed
from kspec.executor.directory import RunDirectory
from kspec.executor.errors import RunError
from kspec.executor.files import as_numpy_has_it
from kspec.executor.paths import reread
from kspec.executor.policy import computing_in
from kspec.executor.prepare import read_and_prepare
from kspec.executor.readings import meanings
from kspec.executor.saved_model import load_saved
from kspec.executor.settings import settings_of
from kspec.named_tuple import NamedTuple
from kspec.spec.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kspec.data.array import Array
    from kspec.data.samples import Samples
    from kspec.spec.model import ModelSpec
    from kspec.spec.network import Network

BATCH = 256
"""Number of samples that are scored at once; the values do not depend on it."""

FEW = 4
"""Number of batches up to which a network predicts faster without being traced."""


class Finished(NamedTuple):
    """Run directory with its analyzed model, the texts of numbered classes by output, and its
    permissions.
    """

    directory: RunDirectory
    analysis: Analysis
    classes: dict[str, list[str]]
    allowed: Allowed = NOTHING

    @classmethod
    def at(cls, path: Path, allowed: Allowed = NOTHING) -> Finished:
        """The run of a directory; raises `RunError` where there is none, or no model in it, and
        `ExecutorError` where it needs code that is not allowed.
        """
        directory = RunDirectory(path)
        analysis = Analysis(parse(directory.read("spec.json")))
        ended = directory.read_record("run.json")
        if analysis.spec is None or not directory.best.exists():
            raise RunError(f"{path} holds no trained model (best.keras).")
        check_allowed(analysis, allowed)
        return cls(directory, analysis, _classes(ended.get("classes")), allowed)

    @property
    def spec(self) -> ModelSpec:
        """The spec of the run."""
        return self.analysis.known_spec

    def model(self) -> Any:
        """The model of the best epoch, compiled."""
        with computing_in(self.spec):
            return load_saved(self.directory.best, self.analysis, self.allowed)


def _classes(kept: object) -> dict[str, list[str]]:
    """The texts of numbered classes, as far as a file has them."""
    classes = kept if isinstance(kept, dict) else {}
    return {
        name: list(map(str, texts)) for name, texts in classes.items() if isinstance(texts, list)
    }


def scores(model: Any, network: Network, samples: Samples) -> dict[str, float]:
    """The loss and metrics of a model on samples, weighted where these are."""
    from kspec.executor.history import as_numbers
    from kspec.executor.order import in_order

    batches = in_order(samples.fed(network), BATCH)
    values = model.evaluate(batches, verbose=0, return_dict=True)
    return as_numbers(values)


def predictions(model: Any, network: Network, samples: Samples) -> list[Array]:
    """Predict samples: an array for each output, in Keras's order.

    Batch by batch from the arrays: `Model.predict` would make a pipeline for them, which takes
    longer than a small network does. So does tracing it, for few batches.
    """
    import keras

    called = len(samples) <= FEW * BATCH and callable(model)  # an exported one predicts batches
    outputs = []
    for x in input_batches(network, samples):
        output = model(x, training=False) if called else model.predict_on_batch(x)
        outputs.append(list(map(keras.ops.convert_to_numpy, keras.tree.flatten(output))))
    return [as_numpy_has_it(np.concatenate(batches)) for batches in zip(*outputs, strict=True)]


def input_batches(network: Network, samples: Samples) -> Iterator[Any]:
    """Yield the inputs of `BATCH` samples at a time, as a model takes them."""
    import keras

    from kspec.executor.order import as_tensors

    x = arranged(network.inputs, samples.x)
    for start in range(0, len(samples), BATCH):
        rows = slice(start, start + BATCH)
        yield as_tensors(keras.tree.map_structure(lambda array, rows=rows: array[rows], x))


def evaluate(run: Finished, data: str | None, base: Path) -> dict[str, float]:
    """Evaluate the loss and metrics of the best model: on ``data``, else on what was held out."""
    samples = held_out(run) if data is None else read_samples(run, data, base)
    return scores(run.model(), run.spec.network, samples)


def predict(run: Finished, data: str, base: Path) -> Answers:
    """Predict every sample of ``data`` with the best model."""
    io = model_io(run.analysis, targets=False)
    raw = read_source(run.spec, data, base, io, run.allowed.paths)
    arrays = predictions(run.model(), run.spec.network, fitted(raw, run.spec, io).samples)
    outputs = dict(zip(model_io(run.analysis).outputs, arrays, strict=True))
    targets = by_port(run.spec.data and run.spec.data.target)
    return Answers(outputs, run.classes, meanings(run.analysis), raw.files, targets)


def held_out(run: Finished) -> Samples:
    """The validation samples of a run; raises `RunError` where it has none."""
    path = run.directory.path
    if run.spec.effective_data.source is None:
        raise RunError(f"{path} was trained on arrays that were given from Python: name --data.")
    allowed = reread(run.spec, path, run.allowed)
    split = run.directory.read_split()
    settings = settings_of(run.analysis.known_spec, seed=split.seed)
    prepared = read_and_prepare(run.analysis, path, settings, kept=split, allowed=allowed)
    if prepared.validation is None:
        raise RunError(f"{path} held nothing out: name --data.")
    return prepared.validation


def read_samples(run: Finished, data: str, base: Path) -> Samples:
    """Samples of a source, with classes numbered as in the run."""
    io = model_io(run.analysis)
    raw = read_source(run.spec, data, base, asked_of(run.spec, io), run.allowed.paths)
    return fitted(raw, run.spec, io, run.classes).samples
