"""Random numbers of numpy: functions of the module, and methods of its generators."""

from functools import partial

from kspec.code.data.array import Array, Limits, known
from kspec.code.data.creation import SHAPE, dtype_or, shaped
from kspec.code.data.literal import array_of, plain
from kspec.code.data.origin import repeated
from kspec.code.data.shares import EVENLY, shares_of
from kspec.code.data.transfer import Implementation, finished, run, transfer, transfers
from kspec.code.library import FUNCTIONS, KINDS, Kind
from kspec.code.values import Call, Value
from kspec.named_tuple import NamedTuple
from kspec.spec.unknown import Unknown

BELOW = 2**-40
"""Share of a range by which random numbers stay below its open end, so that rounding off does."""
RARE = 1e-6
"""Probability of what next to never occurs."""
UNIT = Limits(0, 1 - BELOW)
NORMAL = Limits(-6, 6)
"""The limits of normal random numbers, in deviations from their mean: of a thousand million two
are beyond.
"""


def _drawn(size: Value, dtype: str | None = "float64", limits: Limits | None = None) -> Array:
    return shaped(() if size is None else size, dtype, limits)


def _uniform(low: Value = 0.0, high: Value = 1.0, size: Value = None) -> Array:
    """Random numbers from ``low`` up to but without ``high``."""
    numbers = isinstance(low, int | float) and isinstance(high, int | float)
    limits = Limits(low, high - (high - low) * BELOW) if numbers else None
    return _drawn(size, limits=limits)._replace(shares=EVENLY)


def _normal(loc: Value = 0.0, scale: Value = 1.0, size: Value = None) -> Array:
    """Random numbers around their mean, those far from it next to never."""
    numbers = isinstance(loc, int | float) and isinstance(scale, int | float)
    if not numbers or size is None:
        return _drawn(size)
    low, high = (loc + end * scale for end in NORMAL[:2])
    return _drawn(size, limits=Limits(low, high))


def _integers(
    low: Value, high: Value = None, size: Value = None, dtype: Value = None, endpoint: Value = False
) -> Array:
    """Random integers up to the end, and without it where it is no ``endpoint``."""
    if high is None:
        low, high = 0, low
    numbers = isinstance(low, int) and isinstance(high, int) and isinstance(endpoint, bool)
    limits = Limits(low, high - (not endpoint)) if numbers else None
    drawn = _drawn(size, dtype_or(dtype, "int64"), limits)
    return drawn if limits is None else _with_ends(drawn, int(limits.high - limits.low) + 1)


def _with_ends(drawn: Array, count: int) -> Array:
    """Integers of which the least and the greatest surely occur, where they are many times as many
    as the ``count`` that they are drawn out of.
    """
    size = known(drawn.size)
    several = count > 1 and size is not None and (1 - 1 / count) ** size < RARE
    return drawn._replace(limits=drawn.limits and drawn.limits._replace(exact=several))


def _choice(a: Value, size: Value = None, replace: Value = None, p: Value = None) -> Array:
    """Random values out of several, which have probabilities."""
    source = array_of(range(a) if isinstance(a, int) else a)
    shares, weights = shares_of(source), None if p is None else array_of(p).numbers
    if p is not None:
        several = source.numbers or ()
        known = weights is not None and len(weights) == len(several) == len({*several})
        shares = dict(zip(several, weights or (), strict=True)) if known else None
    drawn = _drawn(size, source.dtype, source.bounds).changed(whole=source.whole)
    return drawn._replace(shares=shares, origin=repeated() if replace is True and size else None)


def _binomial(n: Value, p: Value, size: Value = None) -> Array:
    """Numbers of successes in ``n`` trials."""
    limits = Limits(0, n) if isinstance(n, int) else None
    is_one = n == 1 and isinstance(p, int | float)
    return _drawn(size, "int64", limits)._replace(shares={1: p, 0: 1 - p} if is_one else None)


def _permutation(x: Value) -> Array:
    """An array, or the numbers up to one, in random order."""
    array = array_of(range(x) if isinstance(x, int) else x)
    if array.shape == ():  # their number is not in the code
        return Array((Unknown(SHAPE, "samples"),), "int64", whole=True, shares=EVENLY)
    return array.changed(grouped=False)


METHODS: dict[str, Implementation] = {
    **dict.fromkeys(
        ("random", "random_sample", "ranf"),
        lambda size=None, dtype=None: _drawn(size, dtype_or(dtype, "float64"), UNIT)._replace(
            shares=EVENLY
        ),
    ),
    "standard_normal": lambda size=None, dtype=None: _drawn(size, dtype_or(dtype, "float64")),
    "normal": _normal,
    "uniform": _uniform,
    "binomial": _binomial,
    "poisson": lambda lam=1.0, size=None: _drawn(size, "int64"),
    "integers": _integers,
    "randint": _integers,
    "choice": _choice,
    "permutation": _permutation,
    "shuffle": lambda x=None: None,  # the order of the samples is no fact
    "seed": lambda x=None: None,
}
SPREAD = {"rand": UNIT, "randn": NORMAL}
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
    drawn = shaped(tuple(map(plain, call.args)), "float64", limits)
    return finished(drawn._replace(shares=EVENLY) if limits is UNIT else drawn, call.place)


def _method(value: RandomGenerator, name: str, call: Call) -> Value:
    if name in SPREAD:
        return _spread(SPREAD[name], call)
    if name not in METHODS:
        return Unknown(f'kspec does not follow "{name}" of a random generator')
    return run(METHODS[name], name, call, free=True)


KINDS[RandomGenerator] = Kind(method=_method)
FUNCTIONS.update({f"numpy.random.{name}": partial(_spread, one) for name, one in SPREAD.items()})
transfers({f"numpy.random.{name}": one for name, one in METHODS.items()}, free=True)
