"""Data of a caller to train on: arrays by the names of inputs and outputs, or a dataset."""

from collections.abc import Collection
from typing import Any

import numpy as np

from kspec.analysis.model import Analysis
from kspec.data.arrays import by_name
from kspec.data.datasets import is_dataset, read_dataset
from kspec.data.errors import DataError
from kspec.data.frames import is_frame, read_frame
from kspec.data.model_io import ModelIO, model_io
from kspec.data.samples import Aside, Raw
from kspec.data.sources import asked_of
from kspec.named_tuple import NamedTuple
from kspec.spec.model import ModelSpec

LONGEST = 3
"""Length of Keras's validation data: x, y and sample weights."""


class FitData(NamedTuple):
    """Data of a caller: ``x``, ``y`` and ``sample_weight`` for the network's inputs and outputs,
    and the split's criteria.
    """

    x: object = None
    y: object = None
    sample_weight: object = None
    group: object = None
    time: object = None


def pair(data: object) -> FitData:
    """Read validation data: a dataset, or ``(x, y)`` or ``(x, y, sample_weight)``."""
    if not is_dataset(data) and isinstance(data, tuple | list) and 1 <= len(data) <= LONGEST:
        return FitData(*data)
    if is_dataset(data) or is_frame(data):
        return FitData(data)
    raise DataError("validation_data must be a pair (x, y), a dataset, or a frame of both.")


def read_given(analysis: Analysis, data: FitData, origin: str) -> tuple[Raw, int | None]:
    """Arrays as if they had been read from somewhere, and the size of the batches where they come
    in batches.
    """
    spec, every = analysis.known_spec, model_io(analysis)
    io = asked_of(spec, every)
    if is_dataset(data.x):
        if data.y is not None or data.sample_weight is not None:
            raise DataError(f"{origin} is a dataset, which gives y and the weights itself.")
        raw, size = read_dataset(data.x, io, origin)
        if io.outputs and not raw.y:
            raise DataError(f"{origin} is a dataset of x alone, and must be one of (x, y).")
        marks = _aside(spec, data, io.outputs)
        return raw._replace(aside=marks._replace(weights=raw.aside.weights)), size
    if hasattr(data.x, "__next__"):
        raise DataError(
            f"{origin} is a generator, which runs dry after one epoch: make it a PyDataset of "
            "Keras, or tf.data.Dataset.from_generator(...)."
        )
    if is_frame(data.x):
        return _framed(spec, data, io, every, origin), None
    if data.x is None or (data.y is None and io.outputs):
        raise DataError(f"{origin} must be both x and y.")
    y = {} if data.y is None else by_name(data.y, every.outputs)
    return Raw(by_name(data.x, io.inputs), y, origin, aside=_aside(spec, data, io.outputs)), None


def _framed(spec: ModelSpec, data: FitData, io: ModelIO, every: ModelIO, origin: str) -> Raw:
    """Read a frame of the features, and of all other columns of the spec that are not passed."""
    facts = spec.effective_data
    asked_io = io if data.y is None else io._replace(outputs={})
    raw = read_frame(data.x, facts, asked_io, origin)
    if data.y is not None:
        raw = raw._replace(y=by_name(data.y, every.outputs))
    aside = _aside(spec, data, io.outputs)
    present = {
        name: value for name, value in aside._asdict().items() if value is not None and len(value)
    }
    return raw._replace(aside=raw.aside._replace(**present))


def _aside(spec: ModelSpec, data: FitData, outputs: Collection[str]) -> Aside:
    """Read the data beside x and y, under the names that the spec has for it."""
    facts = spec.effective_data
    marks: dict[str, Any] = {
        name: np.asarray(value)
        for name in ("group", "time")
        if (value := getattr(data, name)) is not None
    }
    known = tuple(str(getattr(facts, name)) for name in marks)
    weights = {} if data.sample_weight is None else by_name(data.sample_weight, outputs)
    return Aside(weights, known=known, **marks)
