"""A caller's data as arrays by the names of inputs and outputs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kspec.data.errors import UnreadableDataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kspec.data.array import Array

NUMBERS = frozenset("biuf")
"""The kinds of dtypes, of numpy and of pandas, that hold numbers or booleans."""
LISTS = (list, tuple)


class Paired(NamedTuple):
    """Arrays by the names of inputs or outputs; ``complaint`` says what does not pair."""

    arrays: dict[str, Array]
    complaint: str | None = None


def paired(
    given: object, names: Sequence[str], noun: str, needed: Sequence[str] | None = None
) -> Paired:
    """One array for each name: an array alone, a list in Keras's order, or a mapping by name.

    A mapping's only array belongs to the only name. Only the ``needed`` names (by default all)
    must have one: None stands for what is left out, and a list may be of these alone. Raises
    `UnreadableDataError` for what is no array.
    """
    if given is None:
        return Paired({})
    needed = names if needed is None else needed
    if isinstance(given, Mapping):
        return _by_name(given, names, noun, needed)
    if len(needed) < len(names) and _count(given) == len(needed):
        names = needed
    if len(names) > 1:
        if isinstance(given, LISTS) and len(given) == len(names):
            items = zip(names, given, strict=True)
            return _by_name(dict(items), names, noun, needed)
        return Paired({}, f"The network has {len(names)} {noun}s, and the data {_count(given)}")
    if isinstance(given, LISTS) and len(given) == 1 and hasattr(given[0], "shape"):
        given = given[0]
    return Paired({names[0]: as_array(given)}) if names else Paired({})


def _by_name(
    given: Mapping[str, object], names: Sequence[str], noun: str, needed: Sequence[str]
) -> Paired:
    arrays = {
        str(name): as_array(item)
        for name, item in given.items()
        if item is not None or name in needed
    }
    if len(arrays) == 1 and len(names) == 1:
        return Paired({names[0]: next(iter(arrays.values()))})
    missing = [f'"{name}"' for name in needed if name not in arrays]
    found = {name: arrays[name] for name in names if name in arrays}
    return Paired(found, f"The data has no {noun} {', '.join(missing)}" if missing else None)


def _count(given: object) -> int:
    """How many arrays these are; a list of numbers is one."""
    return len(given) if isinstance(given, LISTS) else 1


def as_array(given: object) -> Array:
    """An array of what a program has: an array, a list, a data frame, a tensor."""
    if isinstance(given, np.ndarray) or getattr(given, "on_disk", False):
        array: Array = given  # type: ignore[assignment] # or what is read like one, in portions
    elif isinstance(given, LISTS) or hasattr(given, "__array__"):
        try:
            array = array_of(given)
        except (ValueError, TypeError) as error:
            message = f"This data makes no array: {error}"
            raise UnreadableDataError(message) from error
    else:
        message = (
            "kspec looks into arrays, lists and mappings of them, and not into "
            f"{type(given).__name__}: give it some samples as arrays"
        )
        raise UnreadableDataError(message)
    if array.ndim == 0:
        message = "The data is a single value, and no array of samples"
        raise UnreadableDataError(message)
    return array


def array_of(given: Any) -> NDArray[Any]:
    """An array of anything. A data frame of several kinds of numbers, which numpy takes for
    objects and Keras for numbers, gives an array of numbers with NaN for missing cells.
    """
    array = np.asarray(given)
    dtypes = getattr(given, "dtypes", None)
    if array.dtype != object or dtypes is None:
        return array
    columns = np.atleast_1d(np.asarray(dtypes, dtype=object))
    if not all(getattr(dtype, "kind", "O") in NUMBERS for dtype in columns):
        return array
    return np.asarray(given.to_numpy(dtype="float64", na_value=np.nan))


def by_name(value: object, names: Collection[str]) -> dict[str, Array]:
    """Arrays by name: one alone (under ""), a list of them in Keras's order, or a mapping."""
    if isinstance(value, Mapping):
        return {str(name): _in_memory(array) for name, array in value.items()}
    if isinstance(value, LISTS) and 1 < len(names) == len(value):
        return dict(zip(names, map(_in_memory, value), strict=True))
    return {"": _in_memory(value)}


def _in_memory(value: object) -> Array:
    return value if isinstance(value, np.memmap) else array_of(value)
