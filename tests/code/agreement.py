"""Agreement of abstract arrays with the arrays that the libraries really make."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from kspec.code.data.array import Array
from kspec.code.data.frames import Frame
from kspec.spec.unknown import Unknown

NOISE = 1e-6


def unlike(real: Any, read: Any) -> list[str]:
    """Every fact that was read and is not so."""
    return list(_unlike(real, read))


def left_open(real: Any, read: Any) -> set[str]:
    """The facts of a real array that were not read."""
    if isinstance(read, Unknown):
        return {"all"}
    if isinstance(read, Frame):
        frame = set() if read.columns is not None else {"columns"}
        return frame | left_open(real.values, read.values())
    if not isinstance(read, Array):
        return set()
    open_dims = read.shape is None or any(isinstance(dim, Unknown) for dim in read.shape)
    numeric = np.asarray(real).dtype.kind in "biuf"
    return {
        name
        for name, is_open in (
            ("shape", open_dims),
            ("dtype", read.dtype is None),
            ("limits", numeric and read.limits is None),
        )
        if is_open
    }


def _unlike(real: Any, read: Any) -> Iterator[str]:
    if isinstance(read, Unknown):
        return
    if isinstance(read, Frame):
        pairs = zip(real.shape, (read.samples, read.width), strict=True)
        yield from (f"{one} rows or columns, not {two}" for one, two in pairs if _differ(one, two))
        if read.columns is not None and list(read.columns) != list(real.columns):
            yield f"columns {read.columns}"
        yield from _unlike(real.values, read.values())
    elif isinstance(read, Array):
        yield from _unlike_array(np.asarray(real), read)
    elif isinstance(real, tuple) and any(isinstance(one, Unknown) for one in read):
        yield from (
            f"{one}, not {two}" for one, two in zip(real, read, strict=True) if _differ(one, two)
        )
    elif isinstance(read, bool | int | float) and read != real:
        yield f"{read}, not {real}"


def _differ(real: int, read: Any) -> bool:
    return isinstance(read, int) and read != real


def _unlike_array(real: Any, read: Array) -> Iterator[str]:
    if read.shape is not None:
        same_rank = len(read.shape) == real.ndim
        if not same_rank or any(map(_differ, real.shape, read.shape)):
            yield f"shape {read.shape}, not {real.shape}"
    name = "string" if real.dtype.kind in "US" else real.dtype.name
    if read.dtype is not None and read.dtype != name:
        yield f"dtype {read.dtype}, not {name}"
    if real.dtype.kind not in "biuf" or not real.size:
        return
    low, high = float(real.min()), float(real.max())
    if read.limits is not None:
        noise = NOISE * max(1.0, abs(low), abs(high))
        below, above = read.limits.low - low, high - read.limits.high
        if max(below, above) > noise or (read.limits.exact and min(below, above) < -noise):
            yield f"limits {read.limits}, not {low}, {high}"
    if read.whole and not (real == np.round(real)).all():
        yield "whole numbers"
    yield from _unlike_labels(real, read)


def _unlike_labels(real: Any, read: Array) -> Iterator[str]:
    classes = read.classes if isinstance(read.classes, int) else None
    if read.encoding == "one_hot":
        if not ((real == 0) | (real == 1)).all() or not (real.sum(axis=-1) == 1).all():
            yield "one-hot rows"
        if classes is not None and real.shape[-1] != classes:
            yield f"{classes} classes"
    if read.encoding in {"integer", "binary"} and classes is not None and real.max() >= classes:
        yield f"{classes} classes"
    if read.encoding == "binary" and not ((real == 0) | (real == 1)).all():
        yield "0 and 1"
