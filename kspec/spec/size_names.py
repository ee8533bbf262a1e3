"""The names that a program gives to the sizes that it does not fix, wherever they come out again.

Each unknown size of a spec is tried with a number of its own. A size of a tensor that equals this
number is that size; any other that is unknown without the trial depends on some, and is ``?``.
"""

from collections.abc import Mapping
from typing import Any

from kspec.spec.network import Application
from kspec.spec.parse import parse
from kspec.spec.propagation import propagate
from kspec.spec.unknown import Unknown

Names = tuple[str | None, ...]
"""Names of a shape's sizes; None for one that Keras does not know either."""
_FIELDS = frozenset(
    (
        *("shape", "batch_shape", "batch_size", "units", "filters", "input_dim", "output_dim"),
        *("target_shape", "n", "num_tokens", "max_tokens", "newshape", "height", "width"),
        *("output_sequence_length", "key_dim", "num_heads", "value_dim", "num_classes"),
    )
)
"""Fields that are sizes."""
_NUMBERS = (1237, 2411, 3547, 4729, 5801, 6971, 7883, 8923, 9769, 10391)
"""Primes of which none is near another, or near its half: windows and strides make no other."""


def size_names(value: object) -> Mapping[Application, list[Names]]:
    """The names of the sizes of every output, by the call that gives it; empty where no size of the
    spec is unknown, or more are than there are numbers.
    """
    sizes: dict[str, int] = {}
    replaced = _replaced(value, sizes)
    if not sizes or len(sizes) > len(_NUMBERS):
        return {}
    reading = parse(replaced)
    if reading.spec is None:
        return {}
    name_of = {number: name for name, number in sizes.items()}
    return {
        application: [
            tuple(None if dim is None else name_of.get(dim, "?") for dim in x.shape or ())
            for x in result.outputs
        ]
        for application, result in propagate(reading.spec.network).results.items()
    }


def _replaced(value: object, sizes: dict[str, int], *, sized: bool = False) -> Any:
    """The document with a number in the place of each unknown size; notes these by name."""
    if isinstance(value, Unknown) and sized:
        return sizes.setdefault(value.name, _NUMBERS[len(sizes) % len(_NUMBERS)])
    if isinstance(value, dict):
        return {key: _replaced(item, sizes, sized=key in _FIELDS) for key, item in value.items()}
    if isinstance(value, list):
        return [_replaced(item, sizes, sized=sized) for item in value]
    return value
