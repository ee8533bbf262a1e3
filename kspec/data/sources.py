"""Sources of data: the ``source`` of a spec, read into arrays."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from kspec.data.errors import DataError
from kspec.data.formats import IMAGES
from kspec.data.model_io import ModelIO, model_io
from kspec.data.place import Place, Reach
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kspec.analysis.model import Analysis
    from kspec.data.samples import Raw
    from kspec.spec.model import ModelSpec

READERS: Mapping[str, tuple[str, str]] = {
    ".npz": ("numpy_files", "read_npz"),
    ".npy": ("numpy_files", "read_npy"),
    ".csv": ("tables", "read_csv"),
    ".tsv": ("tables", "read_csv"),
    **dict.fromkeys(
        (".parquet", ".pq", ".arrow", ".feather", ".jsonl", ".ndjson"),
        ("columnar", "read_columnar"),
    ),
}
"""The module here and the function that read a file, by its suffix."""
NAMED: Mapping[str, str] = {
    "sklearn": "bundled",
    "keras": "bundled",
    "hf": "hugging_face",
    "tfds": "tfds",
}
"""The module here that reads a named data set, by the prefix of its name."""


class Parts(NamedTuple):
    """Data as read: the training part, and the held-out parts that have a source of their own."""

    train: Raw
    validation: Raw | None = None
    test: Raw | None = None
    source: str | None = None
    """Source of the training data; None for arrays."""


def from_here(data: str) -> str:
    """Make the path of a source in the working directory absolute."""
    return data if is_named(data) else str(Path(data).absolute())


def read_parts(
    analysis: Analysis, base: Path, allowed: Sequence[Path] = (), source: str | None = None
) -> Parts:
    """All that a spec in the folder ``base`` names, with ``source`` in the place of its own; as
    `read_source`.
    """
    spec = analysis.known_spec
    facts = spec.effective_data
    io = asked_of(spec, model_io(analysis))
    read = partial(read_source, spec, base=base, io=io, allowed=allowed)
    validation, test = facts.validation, facts.test if isinstance(facts.test, str) else None
    source = source or facts.source
    return Parts(
        read(source),
        read(validation) if validation else None,
        None if test is None else read(test),
        source,
    )


def asked_of(spec: ModelSpec, io: ModelIO) -> ModelIO:
    """Ports that data must have arrays for: no outputs, where these are to give the inputs."""
    return io._replace(outputs={}) if spec.copies_input else io


def is_named(source: str) -> bool:
    """Whether a source is a data set with a name, and no path."""
    scheme, colon, _ = source.partition(":")
    return bool(colon) and scheme in NAMED


def read_source(
    spec: ModelSpec, source: str | None, base: Path, io: ModelIO, allowed: Sequence[Path] = ()
) -> Raw:
    """The data of a source: ``sklearn:NAME``, ``keras:NAME``, ``hf:NAME``, ``tfds:NAME``, a file
    (``.npz``, ``.npy``, ``.csv``, ``.tsv``, ``.parquet``, ``.arrow``, ``.jsonl``), or a folder of
    ``.npy`` files, of images or of texts.

    Relative paths start from ``base``. Raises `DataError` for a source that cannot be read, and
    where files that it names lead out of the project and of the ``allowed`` paths.
    """
    if source is None:
        raise DataError(
            'The spec does not say where its data is: write "data": {"source": "..."}, or name it '
            "with --data."
        )
    facts = spec.effective_data
    if is_named(source):
        reader = import_module(f"kspec.data.{NAMED[source.partition(':')[0]]}")
        named: Raw = reader.read(source, facts, io)
        return named._replace(y={}) if spec.copies_input else named
    path = base / source
    if "://" in source:
        raise DataError(f'kspec downloads nothing: save "{source}" as a file, and name that.')
    if not path.exists():
        raise DataError(f"There is no file {path}, which is named as the source of the data.")
    own = path if path.is_dir() else path.resolve().parent
    place = Place(path, facts, io, Reach.of(base, *allowed, own))
    try:
        if path.is_dir():
            from kspec.data.folders import read_folder

            return read_folder(place)
        if path.suffix.lower() in IMAGES:
            from kspec.data.folders import read_image

            return read_image(path, io)
        if path.suffix.lower() not in READERS:
            known = ", ".join([*(f"{name}:NAME" for name in NAMED), *READERS, "a folder"])
            raise DataError(f"kspec cannot read {path}: the source of data can be {known}.")
        module, function = READERS[path.suffix.lower()]
        reader = import_module(f"kspec.data.{module}")
        raw: Raw = getattr(reader, function)(place)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}.") from error
    return raw
