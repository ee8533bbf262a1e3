"""A caller's data as arrays by the names of inputs and outputs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.data.errors import UnreadableDataError
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kspec.data.array import Array

NUMBERS = frozenset("biuf")
"""The kinds of dtypes, of numpy and of pandas, that hold numbers or booleans."""
LISTS = (list, tuple)


class Paired(NamedTuple):
    """Arrays by the names of inputs or outputs; ``complaint`` is the message on arrays that do not
    pair.
    """

    arrays: dict[str, Array]
    complaint: str | None = None


def paired(
    data: object, names: Sequence[str], noun: str, needed: Sequence[str] | None = None
) -> Paired:
    """Pair names with arrays: an array alone, a list in Keras's order, or a mapping by name.

    A mapping's only array belongs to the only name. Only the ``needed`` names (by default all) must
    have one: None stands for an omitted array, and a list may be of these alone. Raises
    `UnreadableDataError` for a value that is no array.
    """
    if data is None:
        return Paired({})
    needed = names if needed is None else needed
    if isinstance(data, Mapping):
        return _by_name(data, names, noun, needed)
    if len(needed) < len(names) and _count(data) == len(needed):
        names = needed
    if len(names) > 1:
        if isinstance(data, LISTS) and len(data) == len(names):
            items = zip(names, data, strict=True)
            return _by_name(dict(items), names, noun, needed)
        return Paired({}, f"The network has {len(names)} {noun}s, and the data {_count(data)}")
    if isinstance(data, LISTS) and len(data) == 1 and hasattr(data[0], "shape"):
        data = data[0]
    return Paired({names[0]: as_array(data)}) if names else Paired({})


def _by_name(
    data: Mapping[str, object], names: Sequence[str], noun: str, needed: Sequence[str]
) -> Paired:
    arrays = {
        str(name): as_array(item)
        for name, item in data.items()
        if item is not None or name in needed
    }
    if len(arrays) == 1 and len(names) == 1:
        return Paired({names[0]: next(iter(arrays.values()))})
    missing = [f'"{name}"' for name in needed if name not in arrays]
    by_name_ = {name: arrays[name] for name in names if name in arrays}
    return Paired(by_name_, f"The data has no {noun} {', '.join(missing)}" if missing else None)


def _count(data: object) -> int:
    """Number of arrays; a list of numbers is one."""
    return len(data) if isinstance(data, LISTS) else 1


def as_array(data: object) -> Array:
    """Convert a program's data to an array: an array, a list, a data frame, a tensor."""
    if isinstance(data, np.ndarray) or getattr(data, "on_disk", False):
        array: Array = data  # type: ignore[assignment] # or what is read like one, in portions
    elif isinstance(data, LISTS) or hasattr(data, "__array__"):
        try:
            array = array_of(data)
        except (ValueError, TypeError) as error:
            message = _several(data) or f"This data makes no array: {error}"
            raise UnreadableDataError(message) from error
    else:
        message = (
            "kspec looks into arrays, lists and mappings of them, and not into "
            f"{type(data).__name__}: give it some samples as arrays"
        )
        raise UnreadableDataError(message)
    if array.ndim == 0:
        message = "The data is a single value, and no array of samples"
        raise UnreadableDataError(message)
    return array


def _several(data: Any) -> str:
    """Message on several arrays in the place of one; empty where none of them has a shape."""
    shapes = [getattr(one, "shape", None) for one in data] if isinstance(data, LISTS) else []
    if None in shapes or not shapes:
        return ""
    listed = ", ".join(map(str, shapes))
    return (
        f"This is a {type(data).__name__} of {len(shapes)} arrays, of the shapes {listed}, and not "
        "one array of samples: x and y are two arguments, as in model.fit(x, y)"
    )


def array_of(data: Any) -> NDArray[Any]:
    """An array of anything. A data frame of several kinds of numbers, which numpy takes for
    objects and Keras for numbers, gives an array of numbers with NaN for missing cells.
    """
    array = np.asarray(data)
    dtypes = getattr(data, "dtypes", None)
    if array.dtype != object or dtypes is None:
        return array
    columns = np.atleast_1d(np.asarray(dtypes, dtype=object))
    if not all(getattr(dtype, "kind", "O") in NUMBERS for dtype in columns):
        return array
    return np.asarray(data.to_numpy(dtype="float64", na_value=np.nan))


def by_name(value: object, names: Collection[str]) -> dict[str, Array]:
    """Arrays by name: one alone (under ""), a list of them in Keras's order, or a mapping."""
    if isinstance(value, Mapping):
        return {str(name): _in_memory(array) for name, array in value.items()}
    if isinstance(value, LISTS) and 1 < len(names) == len(value):
        return dict(zip(names, map(_in_memory, value), strict=True))
    return {"": _in_memory(value)}


def _in_memory(value: object) -> Array:
    return value if isinstance(value, np.memmap) else array_of(value)
