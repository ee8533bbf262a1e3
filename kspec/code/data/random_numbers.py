"""Generators of random numbers, and the functions that take a shape as several arguments."""

from typing import NamedTuple

from kspec.code.data import creation
from kspec.code.data.literal import plain
from kspec.code.data.transfer import finished, run, transfer
from kspec.code.library import KINDS, Kind, function
from kspec.code.values import Call, Value
from kspec.spec.unknown import Unknown

SPREAD = {"rand": creation.rand, "randn": creation.randn}
METHODS = {
    "random": creation.random,
    "random_sample": creation.random,
    "normal": creation.normal,
    "uniform": creation.uniform,
    "integers": creation.randint,
    "randint": creation.randint,
    "choice": creation.choice,
    "permutation": creation.permutation,
    "shuffle": creation.nothing,
    "seed": creation.nothing,
}


class RandomGenerator(NamedTuple):
    """`numpy.random.default_rng()` or `RandomState()`."""

    name: str = "generator"


@transfer("numpy.random.default_rng", "numpy.random.RandomState", free=True)
def generator(seed: Value = None) -> RandomGenerator:
    """A generator of random numbers, whatever its seed."""
    return RandomGenerator()


@function("numpy.random.rand")
def rand(call: Call) -> Value:
    """Random numbers from 0 to 1."""
    return _spread("rand", call)


@function("numpy.random.randn")
def randn(call: Call) -> Value:
    """Normal random numbers."""
    return _spread("randn", call)


def _spread(name: str, call: Call) -> Value:
    if call.unsure is not None:
        return call.unsure
    return finished(SPREAD[name](*map(plain, call.args)), call.place)


def _method(value: RandomGenerator, name: str, call: Call) -> Value:
    if name in SPREAD:
        return _spread(name, call)
    if name == "standard_normal":
        return run(lambda size=None: creation.normal(size=size), name, call)
    if name not in METHODS:
        return Unknown(f'kspec does not follow "{name}" of a random generator')
    return run(METHODS[name], name, call, free=True)


KINDS[RandomGenerator] = Kind(method=_method)
