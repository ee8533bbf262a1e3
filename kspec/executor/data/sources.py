"""Where data is: the ``source`` of a spec, read into arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.executor.errors import DataError
from kspec.spec.training.data import Data

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from kspec.executor.data.ends import Ends
    from kspec.executor.data.samples import Raw
    from kspec.spec.model import ModelSpec


def read_source(spec: ModelSpec, source: str | None, base: Path, ends: Ends) -> Raw:
    """The data of a source: ``sklearn:NAME``, a file (``.npz``, ``.csv``, ``.tsv``), or a folder of
    ``.npy`` files.

    Relative paths start from ``base``. Raises `DataError` for what cannot be read.
    """
    if source is None:
        raise DataError('The spec does not say where its data is: write "data": {"source": "..."}.')
    scheme, colon, name = source.partition(":")
    if colon and scheme == "sklearn":
        from kspec.executor.data.bundled import read

        return read(name, source)
    path = base / source
    facts = spec.data if spec.data is not None else Data()
    if not path.exists():
        raise DataError(f"There is no file {path}, which is named as the source of the data.")
    reader = _folder if path.is_dir() else READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(["sklearn:NAME", *READERS, "a folder of .npy files"])
        raise DataError(f"kspec cannot read {path}: the source of data can be {known}.")
    try:
        return reader(path, facts, ends)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}.") from error


def _npz(path: Path, facts: Data, ends: Ends) -> Raw:
    from kspec.executor.data.arrays import named, read_npz

    return named(read_npz(path), facts, ends, str(path))


def _folder(path: Path, facts: Data, ends: Ends) -> Raw:
    from kspec.executor.data.arrays import named, read_npy

    return named(read_npy(path), facts, ends, str(path))


def _csv(path: Path, facts: Data, ends: Ends) -> Raw:
    from kspec.executor.data.tables import read_csv

    return read_csv(path, facts, ends)


READERS: Mapping[str, Callable[[Path, Data, Ends], Raw]] = {
    ".npz": _npz,
    ".csv": _csv,
    ".tsv": _csv,
}
"""How a file is read, by its suffix."""
