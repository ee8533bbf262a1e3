"""Effects of an output's shape on ``compile``: the meaning of ``"accuracy"`` and
``"crossentropy"``, and arguments of losses and metrics that do not fit.
"""

from collections.abc import Sequence
from typing import Literal

from kspec.named_tuple import NamedTuple
from kspec.spec.shapes import Shape, show


class Misfit(NamedTuple):
    """Argument that does not fit (None for the loss or metric as a whole), and the message:
    ``certain`` where Keras raises for it at the first batch, and computes nothing of use otherwise.
    """

    field: str | None
    message: str
    certain: bool = True
    help: str = ""


def axis_misfit(axis: int | list[int] | None, shape: Shape) -> Misfit | None:
    """The axis of a loss or metric, where an output of this shape (batch first) has none such."""
    axes = axis if isinstance(axis, list) else [axis]
    wrong = next((one for one in axes if one is not None and not _exists(one, shape)), None)
    if wrong is None:
        return None
    return Misfit("axis", f"has the axis {wrong}, and {show(shape)} has none such")


def direction_misfit(axis: int | list[int] | None, shape: Shape) -> Misfit | None:
    """The axes along which directions are compared, where there is a single value along them."""
    axes = axis if isinstance(axis, list) else range(1, len(shape)) if axis is None else [axis]
    if not axes or any(shape[one] != 1 for one in axes):
        return None
    message = f"compares directions, and a single value, as in {show(shape)}, has only a sign"
    help_ = 'Take a loss that compares sizes too: "mean_squared_error".'
    return Misfit(None, message, certain=False, help=help_)


MOST_SMOOTHED = 0.5
"""Share of label smoothing beyond which labels are mostly noise."""


def smoothing_misfit(share: float | None) -> Misfit | None:
    """A share of label smoothing that leaves next to nothing of a label, or turns it into its
    opposite.
    """
    if share is None or 0 <= share <= MOST_SMOOTHED:
        return None
    message = f'has a "label_smoothing" of {share}, and takes a small share'
    return Misfit("label_smoothing", message, certain=False, help="0.1 is usual.")


def focus_misfit(gamma: float) -> Misfit | None:
    """An exponent that weighs the easy examples up, which a focal loss weighs down."""
    if gamma >= 0:
        return None
    message = f'has {gamma} in "gamma", and so learns from the answers that are right already'
    return Misfit("gamma", message, certain=False, help="2.0 is the default.")


def ignored_misfit(ignored: int | None, shape: Shape) -> Misfit | None:
    """A class of the output that is ignored, of samples with one class each, or between the first
    and the last, which stand for what is no class in maps and sequences.
    """
    units = shape[-1] if shape else None
    if ignored is None or units is None:
        return None
    edges = 0 if len(shape) <= 2 else 1  # batch, classes
    if not edges <= ignored < units - edges:
        return None
    message = f'has the "ignore_class" {ignored}, one of the {units} classes, and never learns it'
    return Misfit("ignore_class", message, certain=False, help="Leave it out.")


def last_axis_misfit(axis: int, shape: Shape) -> Misfit | None:
    """The axis of a sparse crossentropy: Keras takes the last one only."""
    if axis in {-1, len(shape) - 1}:
        return None
    message = f"has the axis {axis}, and Keras takes the last one only"
    return Misfit("axis", message, help="Leave out the axis, and move the classes to the end.")


def size_misfit(field: str, values: Sequence[object], shape: Shape) -> Misfit | None:
    """A list with a value for each class, where the output has another number of classes."""
    classes = shape[-1] if shape else None
    if classes is None or len(values) in {1, classes}:
        return None
    return Misfit(field, f'has {len(values)} values in "{field}" for {classes} classes')


def _exists(axis: int, shape: Shape) -> bool:
    return -len(shape) <= axis < len(shape)


def reading(
    output_shape: Sequence[int | None], target_shape: Sequence[int | None]
) -> Literal["binary", "sparse", "categorical"]:
    """Binary, sparse or categorical; the shapes include the batch
    (`keras.src.trainers.compile_utils`).
    """
    last = output_shape[-1] if output_shape else None
    if last == 1:
        return "binary"
    target_last = target_shape[-1] if target_shape else None
    if len(target_shape) < len(output_shape) or (target_last == 1 and (last is None or last > 1)):
        return "sparse"
    return "categorical"
