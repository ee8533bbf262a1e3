"""What a model gives for samples, as rows of a table, in the file that is asked for."""

from __future__ import annotations

import csv
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.executor.errors import ExecutorError
from kspec.executor.files import replacing
from kspec.executor.readings import ROWS, Meaning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from kspec.executor.data.samples import Array

Outputs = dict[str, Any]
Classes = dict[str, list[str]]
Meanings = dict[str, Meaning]


def check_writable(path: Path) -> None:
    """Raise `ExecutorError` where a file of this name cannot be written, before anything is
    predicted.
    """
    if path.suffix not in WRITERS:
        raise ExecutorError(f"kspec predict writes {', '.join(WRITERS)}: {path} is none of them.")
    if path.suffix == ".parquet" and find_spec("pyarrow") is None:
        raise ExecutorError("Parquet needs pyarrow: pip install 'kspec[parquet]'.")
    if not path.parent.is_dir():
        raise ExecutorError(f"There is no folder {path.parent} to write {path.name} to.")


def write_answers(path: Path, outputs: Outputs, classes: Classes, read: Meanings) -> None:
    """Write the outputs by the suffix of the file, whole or not at all."""
    with replacing(path) as temporary:
        WRITERS[path.suffix](temporary, outputs, classes, read)


def columns(outputs: Outputs, classes: Classes, read: Meanings) -> dict[str, Array]:
    """Columns by name: every value of every output, and the class of those that tell classes
    apart.
    """
    found: dict[str, Array] = {}
    for name, array in outputs.items():
        flat = np.asarray(array).reshape(len(array), -1)
        width = flat.shape[1]
        names, meaning = classes.get(name, []), read.get(name, Meaning())
        if width == 1:
            found[name] = flat[:, 0]
            best = None if meaning.border is None else (flat[:, 0] > meaning.border).astype(int)
        else:
            labels = names or [str(index) for index in range(width)]
            found |= {f"{name}[{label}]": flat[:, at] for at, label in enumerate(labels)}
            best = flat.argmax(axis=1) if meaning.one_class and np.ndim(array) == ROWS else None
        if best is not None and (names or width > 1):
            found[f"{name} class"] = np.array(names)[best] if names else best
    return found


def rows(outputs: Outputs, classes: Classes, read: Meanings) -> Iterator[list[object]]:
    """The names of the columns, and a row for each sample."""
    table = columns(outputs, classes, read)
    yield list(table)
    texts = (
        [f"{value:.6g}" for value in column.tolist()]
        if column.dtype.kind == "f"
        else column.tolist()
        for column in table.values()
    )
    yield from map(list, zip(*texts, strict=True))


def _csv(path: Path, outputs: Outputs, classes: Classes, read: Meanings) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows(outputs, classes, read))


def _npz(path: Path, outputs: Outputs, *_: object) -> None:
    np.savez(path, **outputs)


def _parquet(path: Path, outputs: Outputs, classes: Classes, read: Meanings) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table(columns(outputs, classes, read)), path)


WRITERS: Mapping[str, Callable[[Path, Outputs, Classes, Meanings], None]] = {
    ".csv": _csv,
    ".parquet": _parquet,
    ".npz": _npz,
}
