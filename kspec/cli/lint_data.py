"""What data shows, for the spec that is linted: `kspec lint --data`, and before `kspec train`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kspec.cli.terminal import CommandError
from kspec.data.observing import DataToCheck, observe
from kspec.executor.custom import Allowed
from kspec.executor.data.ends import ends_of
from kspec.executor.data.sources import Parts, asked_of, read_parts, read_source
from kspec.executor.errors import DataError
from kspec.executor.paths import check_read
from kspec.spec.training.data import Data

if TYPE_CHECKING:
    from kspec.analysis.seen import Observations
    from kspec.linter.engine import Look
    from kspec.spec.model import ModelSpec

OWN = "source"
"""The word for the data that a spec itself names."""


def look_into(data: str, spec_path: str, allow_path: tuple[Path, ...] = ()) -> Look:
    """What tells a spec the facts of ``data``: a file, a folder, a named data set, or the word
    ``source`` for what the spec names, relative to its own folder.

    It raises `CommandError` for data that cannot be read, and for files outside of the project that
    the spec or its data name, unless they are in ``allow_path``.
    """
    allowed = Allowed(paths=allow_path)

    def look(spec: ModelSpec) -> Observations:
        try:
            if data == OWN:
                base = Path(spec_path).parent
                check_read(spec, base, allowed)
                return seen(spec, read_parts(spec, base, allowed))
            ends = asked_of(spec, ends_of(spec))
            return seen(spec, Parts(read_source(spec, data, Path(), ends, allowed)))
        except (DataError, TypeError) as error:
            raise CommandError(str(error)) from error

    return look


def seen(spec: ModelSpec, parts: Parts) -> Observations:
    """What everything that was read for a spec shows.

    Raises `UnreadableDataError` for what is no array.
    """
    raw = parts.train
    facts = spec.data if spec.data is not None else Data()
    if raw.encoding is not None and facts.target_encoding is None:
        spec.data = facts.model_copy(update={"target_encoding": raw.encoding})
    validation, test = (
        None if part is None else (part.x, part.y or None)
        for part in (parts.validation, parts.test)
    )
    return observe(spec, DataToCheck(raw.x, raw.y or None, validation, adapts=True, test=test))
