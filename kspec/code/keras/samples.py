"""Inputs and targets of a call against each other, by the table that they are from."""

from kspec.code.data.array import Array
from kspec.code.reader import Reader
from kspec.code.values import Place


def check_columns(reader: Reader, x: Array | None, y: Array | None, place: Place) -> None:
    """Report inputs of which the target is a column."""
    if x is None or y is None or x.origin is None or y.origin is None:
        return
    if x.origin.rows is y.origin.rows and x.origin.columns.hold(y.origin.columns):
        message = "The target is a column of the inputs: the model reads the answer there"
        help_ = "Leave the column of the target out of the inputs."
        reader.log.report("target-among-inputs", message, place, help_)


def check_rows(reader: Reader, x: Array | None, y: Array | None, place: Place) -> None:
    """Report inputs and targets of different samples: of another part of a split, or of all."""
    if x is None or y is None or x.origin is None or y.origin is None:
        return
    first, second = x.origin.rows, y.origin.rows
    if second.whole is first:
        message = "The targets are those of a part of the inputs"
    elif first.whole is second:
        message = "The inputs are a part of the samples, and the targets are those of all"
    elif first.is_apart(second):
        message = "The inputs and the targets are of two parts of a split"
    else:
        return
    help_ = "Give the inputs and the targets of one part."
    reader.log.report("input-shape-differs-from-data", message, place, help_)


def check_whole(
    reader: Reader, trained: Array | None, later: Array, method: str, place: Place
) -> None:
    """Report a score of all samples, of which the model was trained on a part."""
    if trained is None or trained.origin is None or later.origin is None or method == "predict":
        return
    if trained.origin.rows.whole is later.origin.rows:
        message = (
            f"The data of {method} is all samples, and the model was trained on a part of them"
        )
        help_ = "Take the part of the split that the model was not trained on."
        reader.log.report("test-overlap", message, place, help_)
