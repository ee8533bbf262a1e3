"""Criteria of a split: columns that the spec names, or the classes of the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kspec.data.errors import DataError
from kspec.data.split import Criteria, labels_of

if TYPE_CHECKING:
    from kspec.data.array import Array
    from kspec.data.model_io import ModelIO
    from kspec.data.samples import Raw, Samples
    from kspec.spec.model import ModelSpec


def criteria_of(raw: Raw, spec: ModelSpec, io: ModelIO, samples: Samples) -> Criteria:
    """The criteria of a spec, with the values of its data.

    Raises `DataError` for a column that the data does not have, or that cannot be ordered.
    """
    facts = spec.effective_data
    for field in ("group", "time", "stratify", "sample_weight"):
        _check(raw, field, getattr(facts, field))
    aside = raw.aside
    if aside.stratify is not None:
        return Criteria(labels=np.unique(aside.stratify, return_inverse=True)[1].reshape(-1))
    time = None if aside.time is None else _moments(aside.time, raw, facts.time or "")
    name, target = next(iter(samples.y.items()))
    stratified = facts.stratify is True and is_classification(spec, io, name)
    return Criteria(aside.group, time, labels_of(target, classes=stratified))


def is_classification(spec: ModelSpec, io: ModelIO, name: str) -> bool:
    """Whether an output is a classification: by the task, or by its loss."""
    task = spec.task.get(name) if isinstance(spec.task, dict) else spec.task
    if task is not None:
        return task.endswith("_classification")
    loss = io.outputs[name].loss
    return loss is not None and loss.kind in {"binary", "categorical", "sparse"}


def _check(raw: Raw, field: str, criterion: object) -> None:
    names = criterion.values() if isinstance(criterion, dict) else [criterion]
    for name in names:
        if isinstance(name, str) and name not in raw.aside.known:
            known = ", ".join(f'"{column}"' for column in raw.aside.known)
            known = known or "no columns or arrays by name to go by"
            raise DataError(f'"{field}" names "{name}"; {raw.origin} has {known}.')


def _moments(values: Array, raw: Raw, column: str) -> Array:
    """Times as numbers; texts are dates of ISO 8601, with or without a time."""
    if values.dtype.kind in "iufM":
        return values
    try:
        moments: Array = np.array(values.tolist(), dtype="datetime64[us]")
    except ValueError:
        row = next(row for row, text in enumerate(values.tolist()) if not _is_moment(text))
        raise DataError(
            f'{raw.origin}: the column "{column}" holds "{values[row]}" in {raw.row(row)}, and no '
            "number and no date as 2024-05-31 or 2024-05-31T16:00."
        ) from None
    return moments


def _is_moment(text: str) -> bool:
    try:
        np.datetime64(text, "us")
    except ValueError:
        return False
    return bool(text)
