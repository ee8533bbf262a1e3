"""Predictions as rows of a table, in the file format of their path."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np

from kspec.data.array import Array
from kspec.executor.errors import ExecutorError
from kspec.executor.files import replacing
from kspec.executor.readings import ROWS, Meaning
from kspec.named_tuple import NamedTuple

FILE = "file"
"""The column of the file that a sample is, where it is one."""


class Answers(NamedTuple):
    """Outputs by name, the texts of those whose classes were numbered, how their values are read,
    the file of each sample, where it has one of its own, and the target columns as
    `kspec.data.layout.by_port` has them.
    """

    outputs: dict[str, Any]
    classes: dict[str, list[str]]
    read: dict[str, Meaning]
    files: Sequence[str] = ()
    targets: Mapping[str, Sequence[str]] = {}


def check_writable(path: Path) -> None:
    """Raise `ExecutorError`, before anything is predicted, where a file cannot be written."""
    if path.suffix not in WRITERS:
        raise ExecutorError(f"kspec predict writes {', '.join(WRITERS)}: {path} is none of them.")
    if path.suffix == ".parquet" and find_spec("polars") is None:
        raise ExecutorError("Parquet needs polars: pip install 'kspec[parquet]'.")
    if not path.parent.is_dir():
        raise ExecutorError(f"There is no folder {path.parent} to write {path.name} to.")


def write_answers(path: Path, answers: Answers) -> None:
    """Write the answers by the suffix of the file, whole or not at all."""
    with replacing(path) as temporary:
        WRITERS[path.suffix](temporary, answers)


def columns(answers: Answers) -> dict[str, Array]:
    """Columns by name: the file, every value of every output, and the class of classification
    outputs. An output has the name of its target column, where it has one.
    """
    classes, read = answers.classes, answers.read
    table = _files(answers)
    for output, array in answers.outputs.items():
        flat = np.asarray(array).reshape(len(array), -1)
        width = flat.shape[1]
        names, meaning = classes.get(output, []), read.get(output, Meaning())
        targets = answers.targets.get(output) or answers.targets.get("", ())
        name = targets[0] if len(targets) == 1 else output
        if width == 1:
            table[name] = flat[:, 0]
            best = None if meaning.border is None else (flat[:, 0] > meaning.border).astype(int)
        else:
            labels = names or [str(index) for index in range(width)]
            titles = targets if len(targets) == width else [f"{name}[{one}]" for one in labels]
            table |= {title: flat[:, at] for at, title in enumerate(titles)}
            best = flat.argmax(axis=1) if meaning.one_class and np.ndim(array) == ROWS else None
        if best is not None and (names or width > 1):
            table[f"{name} class"] = np.array(names)[best] if names else best
    return table


def _files(answers: Answers) -> dict[str, Array]:
    return {FILE: np.array(answers.files)} if answers.files else {}


def rows(answers: Answers) -> Iterator[list[object]]:
    """The names of the columns, and a row for each sample."""
    table = columns(answers)
    yield list(table)
    texts = (
        [f"{value:.6g}" for value in column.tolist()]
        if column.dtype.kind == "f"
        else column.tolist()
        for column in table.values()
    )
    yield from map(list, zip(*texts, strict=True))


def _csv(path: Path, answers: Answers) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows(answers))


def _npz(path: Path, answers: Answers) -> None:
    with ZipFile(path, "w") as archive:  # `np.savez` takes no array of the name "file"
        for name, array in {**_files(answers), **answers.outputs}.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                np.lib.format.write_array(member, np.asarray(array), allow_pickle=False)


def _parquet(path: Path, answers: Answers) -> None:
    import polars as pl

    pl.DataFrame(columns(answers)).write_parquet(path)


WRITERS: Mapping[str, Callable[[Path, Answers], None]] = {
    ".csv": _csv,
    ".parquet": _parquet,
    ".npz": _npz,
}
