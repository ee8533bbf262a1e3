"""Targets in the encoding that the spec declares, and in the shape that the loss compares."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from kspec.data.checks import check_finite, check_range
from kspec.data.errors import DataError
from kspec.data.stored import is_on_disk
from kspec.named_tuple import NamedTuple
from kspec.spec.shapes import show

if TYPE_CHECKING:
    from kspec.data.array import Array
    from kspec.data.model_io import Port
    from kspec.data.samples import Raw
    from kspec.spec.shapes import Shape


class Target(NamedTuple):
    """A target as the loss takes it; ``classes`` are the texts that were numbered, in order."""

    array: Array
    classes: tuple[str, ...] = ()


class TargetEncoding(NamedTuple):
    """Encoding of a target as ``data`` declares it, and the texts that are already numbered."""

    encoding: str | None = None
    classes: int | None = None
    known: tuple[str, ...] = ()


def fitted_target(array: Array, raw: Raw, port: Port, encoding: TargetEncoding) -> Target:
    """A target for an output.

    Texts are numbered and class numbers made one-hot only where an encoding is declared. Raises
    `DataError` for a target that the loss cannot take.
    """
    array, names = _numbered(array, raw, encoding)
    check_finite(array, raw, "target")
    if encoding.encoding == "one_hot" and (array.ndim == 1 or array.shape[1:] == (1,)):
        array = _one_hot(array, raw, encoding.classes or _width(port) or 0)
    kind = port.loss.kind if port.loss is not None else "other"
    if kind == "sparse":
        return Target(_class_numbers(array, raw, port), names)
    if kind == "binary":
        check_range(array, raw, 0, 1, f"{port.loss.__name__ if port.loss else ''} takes 0 and 1")
    return Target(_shaped(array, raw, port, kind), names)


def _numbered(array: Array, raw: Raw, encoding: TargetEncoding) -> tuple[Array, tuple[str, ...]]:
    if array.dtype.kind not in "OUS":
        return array, ()
    if encoding.encoding not in {"integer", "one_hot", "binary"}:
        raise DataError(
            f'{raw.origin}: the target holds texts ("{array[:1].flat[0]}" in {raw.row(0)}). To '
            'number them in alphabetical order, write "data": {"target_encoding": "integer"} '
            '(or "one_hot", "binary").'
        )
    classes, numbers = np.unique(array[:].astype(str), return_inverse=True)
    names = encoding.known or tuple(map(str, classes))
    places = {name: number for number, name in enumerate(names)}
    strange = [str(name) for name in classes if str(name) not in places]
    if strange:
        row = int(np.flatnonzero(array[:] == strange[0])[0])
        raise DataError(
            f'{raw.origin}: the target is "{strange[0]}" in {raw.row(row)}, and the data to train '
            f"on has no such class; it has {', '.join(names)}."
        )
    order = np.array([places[str(name)] for name in classes])
    return order[numbers].reshape(array.shape), names


def _one_hot(array: Array, raw: Raw, classes: int) -> Array:
    numbers = _whole(array.reshape(len(array)), raw)
    count = classes or int(numbers.max()) + 1
    check_range(numbers, raw, 0, count - 1, f"there are {count} classes")
    hot: Array = np.eye(count, dtype=np.float32)[numbers]
    return hot


def _class_numbers(array: Array, raw: Raw, port: Port) -> Array:
    """Integers below the number of the output's units, without the last axis of size 1."""
    if port.shape is not None and array.ndim == len(port.shape) + 1 and array.shape[-1] == 1:
        array = array[..., 0]
    if port.shape is not None and array.ndim != len(port.shape):
        raise DataError(
            f"{raw.origin}: the target has shape {show(array.shape)}; the loss of "
            f'"{port.name}" takes class numbers, in {len(port.shape)} dimensions (the samples and '
            "all but the last of the output's). For one-hot rows, use categorical_crossentropy."
        )
    numbers = _whole(array, raw)
    units = _width(port)
    if units is not None:
        why = f'the output "{port.name}" has {units} units'
        check_range(numbers, raw, 0, units - 1, why)
    return numbers


def _whole(array: Array, raw: Raw) -> Array:
    whole = np.round(array).astype(np.int64)
    bad = np.argwhere(whole != array)
    if len(bad):
        value, row = array[tuple(bad[0])], raw.row(int(bad[0][0]))
        raise DataError(f"{raw.origin}: the target is {value:g} in {row}, and no class number.")
    return whole


def _shaped(array: Array, raw: Raw, port: Port, kind: str) -> Array:
    if array.dtype != np.float32 and not is_on_disk(array):
        array = array.astype(np.float32)
    if port.shape is None:
        return array
    shaped = in_shape(array, port.shape)
    if shaped is not None:
        return shaped
    raise DataError(
        f"{raw.origin}: a target has shape {show(array.shape[1:])}, "
        f'and the output "{port.name}" gives {show(port.shape)}.{_cure(array, kind)}'
    )


def _cure(array: Array, kind: str) -> str:
    if kind != "categorical" or array.ndim > 2:  # samples and at most one axis
        return ""
    return (
        " If these are class numbers, use sparse_categorical_crossentropy, or write "
        '"data": {"target_encoding": "one_hot"} to have them encoded.'
    )


def in_shape(array: Array, shape: Shape) -> Array | None:
    """The array with samples of a shape, where they have it or as many values; else None."""
    sizes = array.shape[1:]
    if len(sizes) == len(shape) and all(
        want in {None, size} for size, want in zip(sizes, shape, strict=True)
    ):
        return array
    known = [size for size in shape if size is not None]
    if len(known) < len(shape) or math.prod(known) != math.prod(sizes):
        return None
    return array.reshape((len(array), *known))


def _width(port: Port) -> int | None:
    return port.shape[-1] if port.shape else None
