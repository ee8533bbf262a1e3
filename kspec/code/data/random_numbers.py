"""Random numbers of numpy: functions of the module, and methods of its generators."""

from functools import partial

from kspec.code.data.array import Array, Limits
from kspec.code.data.creation import SHAPE, dtype_or, shaped
from kspec.code.data.literal import array_of, plain
from kspec.code.data.transfer import Implementation, finished, run, transfer, transfers
from kspec.code.library import FUNCTIONS, KINDS, Kind
from kspec.code.unknown_numbers import Number
from kspec.code.values import Call, Value
from kspec.named_tuple import NamedTuple
from kspec.spec.unknown import Unknown

BELOW = 2**-40
"""Share of a range by which random numbers stay below its open end, so that rounding off does."""
UNIT = Limits(0, 1 - BELOW)


def _drawn(size: Value, dtype: str | None = "float64", limits: Limits | None = None) -> Array:
    return shaped(() if size is None else size, dtype, limits)


def _uniform(low: Value = 0.0, high: Value = 1.0, size: Value = None) -> Array:
    """Random numbers from ``low`` up to but without ``high``."""
    numbers = isinstance(low, int | float) and isinstance(high, int | float)
    return _drawn(size, limits=Limits(low, high - (high - low) * BELOW) if numbers else None)


def _integers(
    low: Value, high: Value = None, size: Value = None, dtype: Value = None, endpoint: Value = False
) -> Array:
    """Random integers up to the end, and without it where it is no ``endpoint``."""
    if high is None:
        low, high = 0, low
    numbers = isinstance(low, int) and isinstance(high, int) and isinstance(endpoint, bool)
    limits = Limits(low, high - (not endpoint)) if numbers else None
    return _drawn(size, dtype_or(dtype, "int64"), limits)


def _choice(a: Value, size: Value = None) -> Array:
    """Random values out of several."""
    source = array_of(range(a) if isinstance(a, int) else a)
    return _drawn(size, source.dtype, source.bounds).changed(whole=source.whole)


def _permutation(x: Value) -> Array:
    """An array, or the numbers up to one, in random order."""
    if isinstance(x, Number):  # their number is not in the code
        return Array((Unknown(SHAPE, "samples"),), "int64", whole=True)
    return array_of(range(x) if isinstance(x, int) else x).changed(grouped=False)


METHODS: dict[str, Implementation] = {
    **dict.fromkeys(
        ("random", "random_sample", "ranf"),
        lambda size=None, dtype=None: _drawn(size, dtype_or(dtype, "float64"), UNIT),
    ),
    "standard_normal": lambda size=None, dtype=None: _drawn(size, dtype_or(dtype, "float64")),
    "normal": lambda loc=0.0, scale=1.0, size=None: _drawn(size),
    "uniform": _uniform,
    "integers": _integers,
    "randint": _integers,
    "choice": _choice,
    "permutation": _permutation,
    "shuffle": lambda x=None: None,  # the order of the samples is no fact
    "seed": lambda x=None: None,
}
SPREAD = {"rand": UNIT, "randn": None}
"""The limits of the functions that take a shape as several arguments."""


class RandomGenerator(NamedTuple):
    """`numpy.random.default_rng()` or `RandomState()`."""

    name: str = "generator"


@transfer("numpy.random.default_rng", "numpy.random.RandomState", free=True)
def generator(seed: Value = None) -> RandomGenerator:
    """A generator of random numbers, whatever its seed."""
    return RandomGenerator()


def _spread(limits: Limits | None, call: Call) -> Value:
    if call.unsure is not None:
        return call.unsure
    return finished(shaped(tuple(map(plain, call.args)), "float64", limits), call.place)


def _method(value: RandomGenerator, name: str, call: Call) -> Value:
    if name in SPREAD:
        return _spread(SPREAD[name], call)
    if name not in METHODS:
        return Unknown(f'kspec does not follow "{name}" of a random generator')
    return run(METHODS[name], name, call, free=True)


KINDS[RandomGenerator] = Kind(method=_method)
FUNCTIONS.update({f"numpy.random.{name}": partial(_spread, one) for name, one in SPREAD.items()})
transfers({f"numpy.random.{name}": one for name, one in METHODS.items()}, free=True)
