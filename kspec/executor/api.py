"""`kspec.fit`: training from Python, on arrays."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kspec.executor.custom import Allowed, check_allowed
from kspec.executor.data.ends import ends_of
from kspec.executor.data.faults import check_data
from kspec.executor.data.samples import Aside, Raw
from kspec.executor.data.sources import Parts, is_copying
from kspec.executor.errors import DataError
from kspec.executor.listener import SILENT
from kspec.executor.manner import Manner
from kspec.executor.prepare import prepare, read_and_prepare
from kspec.executor.settings import settings_of
from kspec.spec.training.data import Data

if TYPE_CHECKING:
    from kspec.executor.data.samples import Array
    from kspec.executor.listener import Listener
    from kspec.executor.run import Run
    from kspec.spec.model import ModelSpec


class Given(NamedTuple):
    """Arrays that a caller has: ``x``, ``y`` and ``sample_weight`` for the network's inputs and
    outputs, and what the split goes by.
    """

    x: object = None
    y: object = None
    sample_weight: object = None
    group: object = None
    time: object = None


def fit(  # noqa: PLR0913 - the documented options
    spec: ModelSpec,
    data: Given,
    validation_data: Sequence[object] | None = None,
    *,
    folder: str = "",
    run_dir: str | os.PathLike[str] | None = None,
    epochs: int | None = None,
    seed: int | None = None,
    listener: Listener = SILENT,
    plain: bool = False,
    diagnose: bool = False,
    custom_objects: Mapping[str, Any] | None = None,
    allow_import: Sequence[str] = (),
) -> Run:
    """Train a spec on arrays, or where there are none on the data that it names."""
    allowed = Allowed(tuple(allow_import), custom_objects or {})
    manner = Manner(plain=plain, diagnose=diagnose, allowed=allowed)
    check_allowed(spec, allowed)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    base = Path(folder)
    if data.x is None and data.y is None:
        prepared = read_and_prepare(spec, base, seed=seed, epochs=epochs)
    else:
        parts = Parts(raw(spec, data, "the data"))
        if validation_data is not None:
            held_out = raw(spec, Given(*validation_data), "the validation data")
            parts = parts._replace(validation=held_out)
        prepared = prepare(spec, settings_of(spec, seed=seed, epochs=epochs), parts)
    given = None if prepared.split.validation is not None else prepared.validation
    warnings = check_data(spec, prepared.samples, given)
    prepared = prepared._replace(notes=(*prepared.notes, *warnings))
    from kspec.executor.start import start

    return start(prepared, base, None if run_dir is None else Path(run_dir), listener, manner)


def raw(spec: ModelSpec, data: Given, origin: str) -> Raw:
    """Arrays as if they had been read from somewhere."""
    ends = ends_of(spec)
    if data.x is None or (data.y is None and not is_copying(spec)):
        raise DataError(f"{origin} must be both x and y.")
    y = {} if data.y is None else _arrays(data.y, ends.outputs)
    return Raw(
        _arrays(data.x, ends.inputs), y, origin, aside=_aside(spec, data, list(ends.outputs))
    )


def _aside(spec: ModelSpec, data: Given, outputs: Sequence[str]) -> Aside:
    """What is given beside x and y, under the names that the spec has for it."""
    import numpy as np

    facts = spec.data if spec.data is not None else Data()
    marks = {
        name: np.asarray(given)
        for name in ("group", "time")
        if (given := getattr(data, name)) is not None
    }
    known = tuple(str(getattr(facts, name)) for name in marks)
    weights = {} if data.sample_weight is None else _arrays(data.sample_weight, outputs)
    return Aside(weights, known=known, **marks)


def _arrays(value: object, names: Mapping[str, object] | Sequence[str]) -> dict[str, Array]:
    """Arrays by name: one alone, a list of them in Keras's order, or a mapping."""
    if isinstance(value, Mapping):
        return {str(name): _array(array) for name, array in value.items()}
    if isinstance(value, list | tuple) and 1 < len(names) == len(value):
        return dict(zip(names, map(_array, value), strict=True))
    return {"": _array(value)}


def _array(value: object) -> Array:
    import numpy as np

    return value if isinstance(value, np.memmap) else np.asarray(value)
