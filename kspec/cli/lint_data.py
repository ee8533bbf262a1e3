"""Observation of data for the spec that is linted: `kspec lint --data`, `kspec train`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kspec.cli.terminal import CommandError
from kspec.data.errors import DataError
from kspec.data.model_io import model_io
from kspec.data.observing import DataToCheck
from kspec.data.sources import Parts, asked_of, read_parts, read_source
from kspec.executor.custom import Allowed
from kspec.executor.paths import check_read

if TYPE_CHECKING:
    from kspec.analysis.model import Analysis
    from kspec.linter.engine import Parsed

OWN = "source"
"""The word for the data that a spec itself names."""


def with_data(
    parsed: Parsed, data: str, spec_path: str, allow_path: tuple[Path, ...] = ()
) -> Parsed:
    """Observe ``data`` for a document: a file, a folder, a named data set, or the word ``source``
    for that of the spec, relative to its own folder.

    Raises `CommandError` for data that cannot be read, and for files outside of the project that
    the spec or its data name, unless they are in ``allow_path``.
    """
    analysis = parsed.analysis
    if analysis is None or analysis.spec is None:
        return parsed
    base, allowed = Path(spec_path).parent, Allowed(paths=allow_path)
    try:
        return parsed.observing(to_check(_read(analysis, data, base, allowed)))
    except (DataError, TypeError) as error:
        raise CommandError(str(error)) from error


def _read(analysis: Analysis, data: str, base: Path, allowed: Allowed) -> Parts:
    spec = analysis.known_spec
    if data == OWN:
        check_read(spec, base, allowed)
        return read_parts(analysis, base, allowed.paths)
    io = asked_of(spec, model_io(analysis))
    return Parts(read_source(spec, data, Path(), io, allowed.paths))


def to_check(parts: Parts) -> DataToCheck:
    """Convert the data of a spec for lint."""
    raw = parts.train
    validation, test = (
        None if part is None else (part.x, part.y or None)
        for part in (parts.validation, parts.test)
    )
    return DataToCheck(
        raw.x, raw.y or None, validation, adapts=True, encoding=raw.encoding, test=test
    )
