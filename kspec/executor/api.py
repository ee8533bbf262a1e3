"""`kspec.fit`: training from Python, on arrays and datasets."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypedDict

from kspec.analysis.model import Analysis
from kspec.data.given import FitData, pair, read_given
from kspec.data.sources import Parts
from kspec.executor.custom import Allowed, check_allowed
from kspec.executor.data_faults import check_data
from kspec.executor.distribution.distribution import prepare as prepare_distribution
from kspec.executor.listener import SILENT, Listener
from kspec.executor.paths import check_read, check_written
from kspec.executor.prepare import Prepared, prepare, read_and_prepare
from kspec.executor.run import Run
from kspec.executor.run_options import RunOptions
from kspec.executor.settings import Settings, settings_of


class FitOptions(TypedDict, total=False):
    """Arguments of `kspec.fit` besides a spec and data, with the defaults of `fit` below."""

    run_dir: str | os.PathLike[str] | None
    epochs: int | None
    seed: int | None
    listener: Listener
    plain: bool
    diagnose: bool
    custom_objects: Mapping[str, Any] | None
    allow_import: Sequence[str]
    allow_path: Sequence[str | os.PathLike[str]]
    allow_address: Sequence[str]
    trackers: Sequence[str]


def fit(  # noqa: PLR0913 - the documented options
    analysis: Analysis,
    data: FitData,
    validation_data: object = None,
    *,
    folder: str | None = None,
    run_dir: str | os.PathLike[str] | None = None,
    epochs: int | None = None,
    seed: int | None = None,
    listener: Listener = SILENT,
    plain: bool = False,
    diagnose: bool = False,
    custom_objects: Mapping[str, Any] | None = None,
    allow_import: Sequence[str] = (),
    allow_path: Sequence[str | os.PathLike[str]] = (),
    allow_address: Sequence[str] = (),
    trackers: Sequence[str] = (),
) -> Run:
    """Train an analyzed model on arrays, by default on the data of its spec; ``folder`` is that of
    the spec's file, if any.
    """
    paths = tuple(map(Path, allow_path))
    allowed = Allowed(tuple(allow_import), custom_objects or {}, paths, tuple(allow_address))
    options = RunOptions(plain=plain, diagnose=diagnose, allowed=allowed, trackers=tuple(trackers))
    spec = analysis.known_spec
    check_allowed(analysis, allowed)
    check_written(spec, allowed)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    settings = settings_of(spec, seed=seed, epochs=epochs)
    prepare_distribution(settings.distribution)
    base = Path(folder or "")
    if data.x is None and data.y is None:
        if folder is not None:
            check_read(spec, base, allowed)
        prepared = read_and_prepare(analysis, base, settings, allowed=allowed)
    else:
        prepared = _prepare_given(analysis, settings, data, validation_data)
    held_out, test = prepared.own_sources
    warnings = check_data(analysis, prepared.samples, held_out, test)
    prepared = prepared._replace(notes=(*prepared.notes, *warnings))
    from kspec.executor.start import start

    return start(prepared, base, None if run_dir is None else Path(run_dir), listener, options)


def _prepare_given(
    analysis: Analysis, settings: Settings, data: FitData, validation_data: object
) -> Prepared:
    """The arrays of a caller, fitted to the spec and split."""
    fit = analysis.known_spec.fit
    train, batch_size = read_given(analysis, data, "the data")
    if batch_size is not None and (fit is None or fit.batch_size is None):
        settings = settings._replace(batch_size=batch_size)
    held_out = None
    if validation_data is not None:
        held_out, _ = read_given(analysis, pair(validation_data), "the validation data")
    return prepare(analysis, settings, Parts(train, held_out))
