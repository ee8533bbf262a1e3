"""Detection of a data source's facts for a first spec."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from statistics import median_low
from typing import TYPE_CHECKING

import numpy as np

from kspec.data.bundled import read
from kspec.data.errors import DataError
from kspec.data.files import open_npy, open_npz
from kspec.data.folders import TEXTS
from kspec.data.formats import FORMATS, IMAGES
from kspec.data.model_io import ModelIO
from kspec.data.sources import is_named
from kspec.spec.training.data import Data
from kspec.starter.arrays import facts_of_arrays, facts_of_pair
from kspec.starter.cells import Cells, cells_of_parquet, cells_of_text
from kspec.starter.facts import Facts, Input, StarterError, Target
from kspec.starter.table import facts_of_table
from kspec.starter.task import target_of_texts

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
    if is_named(source):
        raise StarterError(
            f"No first spec is made from {source}: begin with kspec init --task TASK --shape "
            f'SHAPE, and write "source": "{source}" into its "data".'
        )
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


LARGEST = 160
"""Rows and columns to which larger images are scaled."""
LOOKED_AT = 500
"""Files that are opened."""
OFTEN = 0.95
"""The share of the texts that are not cut."""


def facts_of_folder(path: Path, task: str | None, shown: str) -> Facts:
    """Facts of a folder: images or texts, by class.

    Raises `StarterError` where there are neither, or fewer than two classes.
    """
    files = sorted(file for file in path.glob("*/**/*") if file.is_file())
    images, texts = (
        [file for file in files if file.suffix.lower() in suffixes] for suffixes in (IMAGES, TEXTS)
    )
    listed = images or texts
    if not listed:
        raise StarterError(f"{path} holds no .npy files, and no folders of images or .txt files.")
    classes = [file.relative_to(path).parts[0] for file in listed]
    names, codes = np.unique(classes, return_inverse=True)
    if len(names) == 1:
        raise StarterError(f'{path} holds one class only, "{names[0]}": each has a folder.')
    step = max(1, len(listed) // LOOKED_AT)
    feed, notes = (_images if images else _texts)(listed[::step])
    task, target = target_of_texts(task, codes, tuple(map(str, names)))
    return Facts(path.name, task, (feed,), target, shown, len(listed), notes=notes)


def _images(files: list[Path]) -> tuple[Input, tuple[str, ...]]:
    """Images scaled to their usual size, or to less where they are large."""
    if find_spec("PIL") is None:
        raise StarterError("To look at images, kspec needs Pillow: pip install pillow.")
    from PIL import Image

    sizes, grey = [], True
    for file in files:
        try:
            with Image.open(file, formats=FORMATS) as image:
                sizes.append(image.size)
                grey = grey and image.mode in {"1", "L", "I;16"}
        except (OSError, Image.DecompressionBombError, SyntaxError, ValueError) as error:
            raise StarterError(f"{file} cannot be read as an image: {error}.") from error
    width, height = (median_low(side) for side in zip(*sizes, strict=True))
    scale = min(1.0, LARGEST / max(width, height))
    shape = (max(1, round(height * scale)), max(1, round(width * scale)), 1 if grey else 3)
    notes = []
    if set(sizes) != {(shape[1], shape[0])}:
        notes.append(f"images are scaled to {shape[0]} x {shape[1]} pixels")
    return Input("input", "image", shape, high=255.0), tuple(notes)


def _texts(files: list[Path]) -> tuple[Input, tuple[str, ...]]:
    try:
        lengths = sorted(len(file.read_text("utf-8").split()) for file in files)
    except UnicodeDecodeError as error:
        raise StarterError(f"The texts cannot be read in UTF-8: {error}.") from error
    length = lengths[int(OFTEN * (len(lengths) - 1))]
    return Input("input", "text", (1,), length=length), ()
