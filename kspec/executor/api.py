"""`kspec.fit`: training from Python, on arrays."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kspec.executor.data.samples import Raw
from kspec.executor.errors import DataError
from kspec.executor.listener import SILENT
from kspec.executor.prepare import prepare, read_and_prepare
from kspec.executor.settings import settings_of

if TYPE_CHECKING:
    from kspec.executor.data.samples import Array
    from kspec.executor.listener import Listener
    from kspec.executor.run import Run
    from kspec.spec.model import ModelSpec

Pair = tuple[object, object]


def fit(  # noqa: PLR0913 - the documented options
    spec: ModelSpec,
    data: Pair,
    validation_data: Pair | None = None,
    *,
    folder: str = "",
    run_dir: str | os.PathLike[str] | None = None,
    epochs: int | None = None,
    seed: int | None = None,
    listener: Listener = SILENT,
) -> Run:
    """Train a spec on ``(x, y)``, or where both are None on the data that it names."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    base = Path(folder)
    if data[0] is None and data[1] is None:
        prepared = read_and_prepare(spec, base, seed=seed, epochs=epochs)
    else:
        held_out = None if validation_data is None else raw(validation_data, "the validation data")
        prepared = prepare(
            spec, settings_of(spec, seed=seed, epochs=epochs), raw(data, "the data"), held_out
        )
    from kspec.executor.start import start

    return start(prepared, base, None if run_dir is None else Path(run_dir), listener)


def raw(data: Pair, origin: str) -> Raw:
    """Arrays as if they had been read from somewhere."""
    x, y = data
    if x is None or y is None:
        raise DataError(f"{origin} must be both x and y.")
    return Raw(_arrays(x), _arrays(y), origin)


def _arrays(value: object) -> dict[str, Array]:
    import numpy as np

    if isinstance(value, Mapping):
        return {str(name): np.asarray(array) for name, array in value.items()}
    return {"": np.asarray(value)}
