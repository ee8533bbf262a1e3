"""Arrays in files of numpy: one ``.npz`` with several, or a ``.npy`` for each."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from kspec.executor.data.samples import Raw
from kspec.executor.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    from kspec.executor.data.ends import Ends
    from kspec.executor.data.samples import Array
    from kspec.spec.training.data import Data


def read_npz(path: Path) -> dict[str, Array]:
    """The arrays of an archive by name."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except (ValueError, EOFError, zipfile.BadZipFile, AttributeError) as error:
        raise DataError(f"{path} cannot be read as an .npz archive: {error}.") from error


def read_npy(folder: Path) -> dict[str, Array]:
    """The arrays of a folder by the names of their files."""
    arrays = {}
    for path in sorted(folder.glob("*.npy")):
        try:
            arrays[path.stem] = np.load(path, allow_pickle=False)
        except (ValueError, EOFError) as error:
            raise DataError(f"{path} cannot be read as an .npy array: {error}.") from error
    return arrays


def named(arrays: Mapping[str, Array], facts: Data, ends: Ends, origin: str) -> Raw:
    """The arrays as inputs and targets: those that ``features`` and ``target`` name, ``x`` and
    ``y``, or one for each input and output by its name.

    Raises `DataError` where an array is missing.
    """
    return Raw(
        _side(arrays, facts.features, "x", tuple(ends.inputs), origin),
        _side(arrays, facts.target, "y", tuple(ends.outputs), origin) if ends.outputs else {},
        origin,
    )


def _side(
    arrays: Mapping[str, Array], chosen: object, letter: str, names: tuple[str, ...], origin: str
) -> dict[str, Array]:
    wanted: dict[str, str]
    if isinstance(chosen, str):
        wanted = {"": chosen}
    elif isinstance(chosen, Mapping):
        wanted = dict(chosen)
    else:
        by_name = len(names) > 1 or (letter not in arrays and names[0] in arrays)
        wanted = {name: name for name in names} if by_name else {"": letter}
    missing = [str(name) for name in wanted.values() if name not in arrays]
    if missing:
        found = _listed(tuple(arrays)) or "nothing"
        raise DataError(f"{origin} has no array {_listed(tuple(missing))}; it holds {found}.")
    return {end: arrays[name] for end, name in wanted.items()}


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)
