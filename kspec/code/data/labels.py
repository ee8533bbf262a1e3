"""Keras's own functions on arrays: one-hot labels, normalized rows."""

from kspec.code.data.array import Array, Dim, Limits, known, one_hot
from kspec.code.data.context import RefusalError
from kspec.code.data.dtypes import divided
from kspec.code.data.literal import array_of
from kspec.code.data.shapes import expand_dims
from kspec.code.data.shares import shares_of
from kspec.code.data.transfer import transfer
from kspec.code.values import Value
from kspec.spec.unknown import Unknown


def classes_of(labels: Array) -> Dim | None:
    """Number of classes from the greatest label, if that label is certain to occur."""
    limits = labels.limits
    if limits is None or not limits.exact:
        return None
    return int(limits.high) + 1 if labels.whole else None


@transfer("keras.utils.to_categorical", free=True)
def to_categorical(
    x: Value = None, num_classes: Value = None, y: Value = None, nb_classes: Value = None
) -> Array:
    """Labels as rows with a 1 for the class."""
    labels = array_of(y if x is None else x)
    count = nb_classes if num_classes is None else num_classes
    limits = labels.limits
    if isinstance(count, int) and limits is not None and limits.exact and limits.high >= count:
        raise RefusalError(
            "label-out-of-range",
            f"The labels go to {limits.high:g}, and rows of {count} values have places for 0 to "
            f"{count - 1}",
            f"Give it {int(limits.high) + 1} classes, or number the classes from 0.",
        )
    if limits is not None and not labels.whole and 0 <= limits.low < limits.high < 1:
        raise RefusalError(
            "label-out-of-range",
            f"The labels go from {limits.low:g} to {limits.high:.2g}, and to_categorical takes the "
            "whole part of each: all of them are class 0",
            "Give it the numbers of the classes, not scaled.",
        )
    classes: Dim | None = count if isinstance(count, int | Unknown) else classes_of(labels)
    if classes is None:
        classes = Unknown("the greatest label is not in the code", "classes")
    shape = labels.shape
    if shape is not None:
        last = known(shape[-1]) if len(shape) > 1 else 0
        # an axis of size 1 goes
        shape = None if last is None else (*(shape[:-1] if last == 1 else shape), classes)
    facts = {
        "reason": labels.reason,
        "grouped": labels.grouped,
        "origin": labels.origin,
        "shares": shares_of(labels) if labels.whole else None,
    }
    dtype = "float32" if labels.library == "tensorflow" else "float64"
    return one_hot(shape, dtype, classes, **facts)


@transfer("keras.utils.normalize")
def normalize(x: Value, axis: Value = -1, order: Value = 2) -> Array:
    """Rows of length 1."""
    array = array_of(x)
    positive = array.limits is not None and array.limits.low >= 0
    limits = Limits(0, 1) if positive else Limits(-1, 1)
    if array.rank == 1:
        array = expand_dims(array, 0)
    return array.without_values().changed(dtype=divided(array.dtype), limits=limits, whole=False)
