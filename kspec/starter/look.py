"""Detection of a data source's facts for a first spec."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from kspec.data.bundled import read
from kspec.data.errors import DataError
from kspec.data.files import open_npy, open_npz
from kspec.data.model_io import ModelIO
from kspec.spec.training.data import Data
from kspec.starter.arrays import facts_of_arrays, facts_of_pair
from kspec.starter.cells import Cells, cells_of_parquet, cells_of_text
from kspec.starter.facts import Facts, StarterError, Target
from kspec.starter.folders import facts_of_folder
from kspec.starter.table import facts_of_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kspec.data.array import Array

NAMED = ("sklearn:", "keras:")
NUMBERED = frozenset(("keras:imdb", "keras:reuters"))
TABLES: Mapping[str, Callable[[Path, str], Cells]] = {
    ".csv": cells_of_text,
    ".tsv": cells_of_text,
    ".parquet": cells_of_parquet,
    ".pq": cells_of_parquet,
}


def facts_of(source: str, target: Sequence[str], task: str | None, shown: str) -> Facts:
    """Facts of a data source; ``shown`` is its name in the spec.

    Raises `StarterError` for what cannot be read, or leaves no first spec.
    """
    # A name that TensorFlow can train: "wine quality.csv" makes the model "wine-quality".
    stem = Path(source.partition(":")[2] or source).stem
    name = re.sub(r"[^A-Za-z0-9_.]+", "-", stem).strip("-_") or "model"
    try:
        facts = _read(source, target, task, shown)
    except DataError as error:
        raise StarterError(str(error)) from error
    except OSError as error:
        raise StarterError(f"{source} cannot be read: {error.strerror or error}.") from error
    return facts._replace(name=name, notes=(*facts.notes, *_notes(facts.target)))


def _notes(target: Target) -> Iterator[str]:
    if target.texts:
        no, yes = target.texts
        yield f'"{no}" is 0 and "{yes}" is 1'
    if target.first:
        yield f"classes are numbered from {target.first}; a unit below stays unused"


def _read(source: str, target: Sequence[str], task: str | None, shown: str) -> Facts:
    if source.partition("/")[0] in NUMBERED:
        raise StarterError(
            f"{source} holds the numbers of words, of which no first spec is made: begin with "
            "texts, one folder for each class."
        )
    if source.startswith(NAMED):
        raw = read(source, Data(), ModelIO({}, {}))
        return facts_of_pair(raw.x[""], raw.y[""], task, source)
    path = Path(source)
    if not path.exists():
        raise StarterError(f"There is no file {source}.")
    suffix = path.suffix.lower()
    if suffix in TABLES:
        return facts_of_table(TABLES[suffix](path, shown), target, task, path.stem)
    if suffix == ".npz" or (path.is_dir() and next(path.glob("*.npy"), None) is not None):
        one = target[0] if target else None
        return facts_of_arrays(_arrays(path), one, task, shown)
    if path.is_dir():
        return facts_of_folder(path, task, shown)
    known = ", ".join((*(f"{name}NAME" for name in NAMED), ".npz", *TABLES))
    raise StarterError(f"{source} is nothing that a spec is made for: {known} or a folder is.")


def _arrays(path: Path) -> dict[str, Array]:
    try:
        if path.is_dir():
            return {file.stem: open_npy(file) for file in sorted(path.glob("*.npy"))}
        return open_npz(path)
    except (ValueError, EOFError) as error:
        raise StarterError(f"{path} cannot be read: {error}.") from error
