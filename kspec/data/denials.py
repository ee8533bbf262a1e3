"""Contradictions between facts and arrays: for each, the property of the array instead, in words;
None where it agrees.

Facts are about the whole data, and arrays may be a part of it: a narrower range or fewer classes
deny nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any

from kspec.analysis.observations import ArrayFacts
from kspec.spec.shapes import Shape, show

TOLERANCE = 1e-4
"""The share of a range that rounding may add to it."""


def _shape(declared: list[int | None], values: ArrayFacts) -> str | None:
    one, other = _squeezed(tuple(declared)), _squeezed(values.shape)
    agree = len(one) == len(other) and all(
        a is None or a == b for a, b in zip(one, other, strict=True)
    )
    return None if agree else f"samples of shape {show(values.shape)}"


def _squeezed(shape: Shape) -> Shape:
    """Remove a last axis of one, as Keras does."""
    return shape[:-1] if shape[-1:] == (1,) else shape


def _target_shape(declared: list[int | None], values: ArrayFacts) -> str | None:
    return _shape(declared, values) if values.numeric else None


def _range(declared: list[float], values: ArrayFacts) -> str | None:
    if values.low is None or values.high is None:
        return None
    low, high = declared
    slack = TOLERANCE * (high - low)
    inside = values.low >= low - slack and values.high <= high + slack
    return None if inside else f"values from {values.low:g} to {values.high:g}"


def _dtype(declared: str, values: ArrayFacts) -> str | None:
    if (declared == "string") != (values.dtype == "string"):
        return values.dtype
    fractions = declared.startswith(("int", "uint")) and values.low is not None and not values.whole
    return f"{values.dtype} with fractions" if fractions else None


def _encoding(declared: str, values: ArrayFacts) -> str | None:
    if not values.numeric or values.low is None:
        return None
    if declared in {"one_hot", "multi_hot"}:
        several = values.shape[-1:] not in {(), (1,)}
        zero_and_one = values.low >= 0 and values.high == 1 and values.whole
        return None if not several or zero_and_one else f"values from {values.low:g}"
    if declared == "continuous":
        return None
    if values.rows is not None:
        return f"{values.rows.replace('_', '-')} rows"
    if declared == "integer" and not values.whole:
        return "numbers with fractions"
    distinct = None if values.counts is None else len(values.counts)
    two = distinct is not None and distinct <= 2  # yes and no
    return None if declared == "integer" or two else "more than two values"


def _classes(declared: int, values: ArrayFacts) -> str | None:
    if not values.numeric or not values.whole or values.counts is None:
        return None
    count = values.shape[-1] if values.rows == "one_hot" else len(values.counts)
    return f"{count} classes" if values.rows != "multi_hot" and count > declared else None


DENIALS: Mapping[str, Callable[[Any, ArrayFacts], str | None]] = {
    "input_shape": _shape,
    "input_dtype": _dtype,
    "input_range": _range,
    "target_shape": _target_shape,
    "target_range": _range,
    "target_encoding": _encoding,
    "classes": _classes,
}
