"""The names that a program gives to the sizes that it does not fix, wherever they come out again.

Each unknown size of a spec is tried with two numbers of its own. A size of a tensor that equals
these numbers is that size; one that differs between the trials depends on some, and is ``?``.
"""

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from kspec.spec.network import Application
from kspec.spec.parse import parse
from kspec.spec.propagation import Trace, propagate
from kspec.spec.unknown import Unknown

Names = tuple[str | None, ...]
"""Names of a shape's sizes; None for a size that is known, or that Keras does not know either."""
_FIELDS = frozenset(
    (
        *("shape", "batch_shape", "batch_size", "units", "filters", "input_dim", "output_dim"),
        *("target_shape", "n", "num_tokens", "max_tokens", "newshape", "height", "width"),
        *("output_sequence_length", "key_dim", "num_heads", "value_dim", "num_classes"),
    )
)
"""Fields that are sizes."""
_NUMBERS = (
    *(487, 1009, 1511, 2003, 2503, 3001, 3511, 4001, 4507, 5003),
    *(5501, 6007, 6521, 7001, 7507, 8009, 8501, 9001, 9511, 10007),
)
MOST = len(_NUMBERS) // 2
"""Number of unknown sizes in a model that have different names."""


def size_names(value: object) -> Mapping[Application, list[Names]]:
    """The names of the sizes of every output, by the call that gives it; empty where no size of the
    spec is unknown.
    """
    unknown: dict[str, int] = {}
    _collect(value, unknown)
    if not unknown or len(unknown) > MOST:
        return {}
    trials = [_trial(value, unknown, second) for second in (0, 1)]
    known = [trace for trace in trials if trace is not None]
    return _read(known[0], known[1], unknown) if len(known) == len(trials) else {}


def _collect(value: object, unknown: dict[str, int], *, sized: bool = False) -> None:
    if isinstance(value, Unknown) and sized:
        unknown.setdefault(value.name, len(unknown))
    elif isinstance(value, dict):
        for key, item in value.items():
            _collect(item, unknown, sized=key in _FIELDS)
    elif isinstance(value, list):
        for item in value:
            _collect(item, unknown, sized=sized)


def _number(index: int, second: int) -> int:
    return _NUMBERS[2 * index + second]


def _trial(value: object, unknown: Mapping[str, int], second: int) -> Trace | None:
    """The tensors of the spec with a number in the place of each unknown size."""
    reading = parse(_replaced(value, unknown, second))
    return None if reading.spec is None else propagate(reading.spec.network)


def _replaced(
    value: object, unknown: Mapping[str, int], second: int, *, sized: bool = False
) -> Any:
    if isinstance(value, Unknown) and sized:
        return _number(unknown[value.name], second)
    if isinstance(value, dict):
        return {
            key: _replaced(item, unknown, second, sized=key in _FIELDS)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_replaced(item, unknown, second, sized=sized) for item in value]
    return value


def _read(one: Trace, other: Trace, unknown: Mapping[str, int]) -> dict[Application, list[Names]]:
    meaning = {_number(at, 0): (_number(at, 1), name) for name, at in unknown.items()}
    names: dict[Application, list[Names]] = {}
    for application, result in one.results.items():
        twin = other.results.get(application)
        pairs = zip_longest(result.outputs, () if twin is None else twin.outputs)
        names[application] = [
            ()
            if x is None or y is None
            else _names(tuple(x.shape or ()), tuple(y.shape or ()), meaning)
            for x, y in pairs
        ]
    return names


def _names(
    one: tuple[int | None, ...],
    other: tuple[int | None, ...],
    meaning: Mapping[int, tuple[int, str]],
) -> Names:
    names: list[str | None] = []
    for first, second in zip_longest(one, other):
        twin, name = meaning.get(first, (None, "?")) if first is not None else (None, "?")
        same = first == second
        names.append(None if same else name if second == twin else "?")
    return tuple(names)
