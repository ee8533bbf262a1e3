"""Output shapes of layers with unknown fields: the sizes that are the same for all values."""

from collections.abc import Mapping

from kspec.spec.layers.base import Layer
from kspec.spec.partial import known_as
from kspec.spec.problem import Fault
from kspec.spec.shapes import UNKNOWN, Structure, Tensor
from kspec.spec.unknown import UnknownValueError

TRIALS = (1, 2, 13)
"""Numbers that unknown ones are tried with. No size of the output is taken from these: a size that
differs between them is unknown."""
FAILS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, UnknownValueError)
"""Exceptions of a layer that is tried with a number in the place of an unknown value."""


def output_whatever(
    layer: Layer, args: tuple[Structure, ...], kwargs: Mapping[str, Structure]
) -> Structure:
    """Output of a layer with unknown fields; sizes that depend on these are unknown."""
    outputs: list[Structure] = []
    for number in TRIALS:
        output = _tried(layer, number, args, kwargs)
        if output is not None:
            outputs.append(output)
    if len(outputs) < 2:
        return UNKNOWN
    result = outputs[0]
    for other in outputs[1:]:
        result = _common(result, other)
    return result


def _tried(
    layer: Layer, number: int, args: tuple[Structure, ...], kwargs: Mapping[str, Structure]
) -> Structure | None:
    try:
        tried = known_as(layer, number)
        return tried(*args, **kwargs) if isinstance(tried, Layer) else None
    except (Fault, *FAILS):
        return None


def _common(one: Structure, other: Structure) -> Structure:
    if isinstance(one, Tensor) and isinstance(other, Tensor):
        dtype = one.dtype if one.dtype == other.dtype else None
        if one.shape is None or other.shape is None or len(one.shape) != len(other.shape):
            return Tensor(None, dtype)
        pairs = zip(one.shape, other.shape, strict=True)
        return Tensor(tuple(a if a == b else None for a, b in pairs), dtype)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        return [_common(a, b) for a, b in zip(one, other, strict=True)]
    return UNKNOWN
