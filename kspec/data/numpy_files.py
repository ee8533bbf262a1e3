"""Arrays in files of numpy: one ``.npz`` with several, or a ``.npy`` for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.data.choice import chosen_arrays
from kspec.data.errors import DataError
from kspec.data.files import open_npy, open_npz
from kspec.data.layout import by_port
from kspec.data.samples import Aside, Raw
from kspec.data.stored import memory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kspec.data.array import Array
    from kspec.data.model_io import ModelIO
    from kspec.data.place import Place
    from kspec.spec.training.data import Data


def read_npz(place: Place) -> Raw:
    """The arrays of an archive; left on the disk where they are larger than the memory and not
    compressed.
    """
    try:
        arrays = open_npz(place.path)
    except (ValueError, EOFError, AttributeError) as error:
        cause = error.__cause__ or error
        raise DataError(f"{place.path} cannot be read as arrays of numpy: {cause}.") from error
    return named(arrays, place.facts, place.io, str(place.path))


def read_npy(place: Place) -> Raw:
    """The array of a file, or those of a folder by the names of their files."""
    path, facts, io, _ = place
    arrays = {}
    files = sorted(path.glob("*.npy")) if path.is_dir() else []
    place.check(files)
    for file in files or [path]:
        try:
            arrays[file.stem] = open_npy(file)
        except (ValueError, EOFError) as error:
            raise DataError(f"{file} cannot be read as an .npy array: {error}.") from error
    if not path.is_dir() and not io.outputs and facts.features is None:
        return Raw({"": _loaded(arrays[path.stem])}, {}, str(path))
    return named(arrays, facts, io, str(path))


def named(arrays: Mapping[str, Array], facts: Data, io: ModelIO, origin: str) -> Raw:
    """The arrays as inputs and targets: those that ``features`` and ``target`` name, ``x`` and
    ``y``, or one for each input and output by its name.

    Raises `DataError` where an array is missing.
    """
    x = _side(arrays, facts.features, "x", tuple(io.inputs), origin)
    y = _side(arrays, facts.target, "y", tuple(io.outputs), origin) if io.outputs else {}
    return Raw(x, y, origin, aside=_aside(arrays, facts))


def _aside(arrays: Mapping[str, Array], facts: Data) -> Aside:
    weights = {
        port: _loaded(arrays[name])
        for port, (name, *_) in by_port(facts.sample_weight).items()
        if name in arrays
    }
    names: dict[str, Any] = {name: getattr(facts, name) for name in ("group", "time", "stratify")}
    marks = {field: _loaded(arrays[name]) for field, name in names.items() if name in arrays}
    return Aside(weights, known=tuple(arrays), **marks)


def _loaded(array: Array) -> Array:
    """An array in memory, where it fits."""
    return array if array.nbytes > memory() else np.array(array)


def _side(
    arrays: Mapping[str, Array], chosen: object, letter: str, names: tuple[str, ...], origin: str
) -> dict[str, Array]:
    keys = chosen_arrays(arrays, chosen, letter, names, origin)
    return {port: _loaded(arrays[name]) for port, name in keys.items()}
