"""`kspec lint --data`: the facts of a file of data, for the spec that is linted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kspec.cli.terminal import RunError
from kspec.data.files import open_npy, open_npz
from kspec.data.observing import Given, observe
from kspec.executor.data.arrays import named
from kspec.executor.data.ends import ends_of
from kspec.executor.data.sources import asked_of, read_source
from kspec.executor.errors import DataError
from kspec.spec.training.data import Data

if TYPE_CHECKING:
    from kspec.analysis.seen import Seen
    from kspec.executor.data.ends import Ends
    from kspec.executor.data.samples import Raw
    from kspec.lint.engine import Look
    from kspec.spec.model import ModelSpec

OWN = "source"
"""The word for the data that a spec itself names."""


def look_into(data: str, spec_path: str) -> Look:
    """What tells a spec the facts of ``data``: a file, a folder, a named data set, or the word
    ``source`` for what the spec names, relative to its own folder.

    It raises `RunError` for data that cannot be read.
    """

    def look(spec: ModelSpec) -> Seen:
        facts = spec.data if spec.data is not None else Data()
        ends = asked_of(spec, ends_of(spec))
        try:
            if data != OWN:
                return observe(spec, _given(_read(spec, data, Path(), ends)))
            base = Path(spec_path).parent
            held_out = facts.validation and _read(spec, facts.validation, base, ends)
            return observe(spec, _given(_read(spec, facts.source, base, ends), held_out or None))
        except (DataError, TypeError) as error:
            raise RunError(str(error)) from error

    return look


def _given(raw: Raw, held_out: Raw | None = None) -> Given:
    validation = None if held_out is None else (held_out.x, held_out.y)
    return Given(raw.x, raw.y, validation, adapts=True)


def _read(spec: ModelSpec, source: str | None, base: Path, ends: Ends) -> Raw:
    """The data, left on the disk where that can be."""
    path = None if source is None else base / source
    if path is None or not path.exists() or (path.is_file() and path.suffix.lower() != ".npz"):
        return read_source(spec, source, base, ends)
    try:
        if path.is_dir():
            arrays = {file.stem: open_npy(file) for file in sorted(path.glob("*.npy"))}
        else:
            arrays = open_npz(path)
    except (ValueError, OSError) as error:
        message = f"{path} cannot be read as arrays of numpy: {error}"
        raise DataError(message) from error
    return named(arrays, spec.data if spec.data is not None else Data(), ends, str(path))
