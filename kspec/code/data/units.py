"""Units of values: the scalers that they went through."""

from kspec.code.data.array import Array, ByHand, known
from kspec.code.data.context import REFUSE
from kspec.code.data.literal import plain
from kspec.code.data.origin import Rows
from kspec.code.library import function
from kspec.code.names import words
from kspec.code.values import Call, Place, Value
from kspec.spec.unknown import Unknown

Scaled = tuple[object, ...] | None
_METRICS = (
    *("explained_variance_score", "max_error", "mean_absolute_error", "mean_squared_error"),
    *("mean_absolute_percentage_error", "median_absolute_error", "r2_score"),
    "root_mean_squared_error",
)
OF_CLASSES = words(
    "accuracy_score balanced_accuracy_score classification_report cohen_kappa_score "
    "confusion_matrix f1_score matthews_corrcoef precision_score recall_score"
)
"""Metrics of scikit-learn that compare classes."""
_KIND = "other_scaler"


def scaled_by(array: Array, learned: Array | None) -> Scaled:
    """The scalers of an array after one more, which learned from some data."""
    if learned is None:
        return None
    return (*((("?", learned),) if array.scaled is None else array.scaled), learned)


def scaled_back(array: Array, learned: Array | None) -> Scaled:
    """The scalers of an array after one of them scales back."""
    is_last = array.scaled and array.scaled[-1] is learned
    return array.scaled[:-1] if array.scaled and is_last else None


def are_apart(one: Scaled, other: Scaled) -> bool:
    """Whether one of two arrays went through a scaler which the other did not go through."""
    if one is None or other is None:
        return False
    short, long = sorted((one, other), key=len)
    more = long[len(short) :]
    return long[: len(short)] == short and any(isinstance(step, Array | ByHand) for step in more)


def check_units(one: Value, other: Value, place: Place) -> None:
    """Report two arrays that are compared, of which only one was scaled, or scaled back."""
    if isinstance(one, Array) and isinstance(other, Array) and are_apart(one.scaled, other.scaled):
        message = "One of the two is scaled, and the other is in the unit of the data"
        help_ = "Scale both back by inverse_transform of the scaler of the targets, or neither."
        REFUSE.get()(_KIND, message, place, help_)


def check_scaling_again(array: Array, learned: Array | None, place: Place) -> None:
    """Report data that goes through a scaler which it went through before."""
    if array.scaled and array.scaled[-1] is learned:
        message, help_ = "This data went through the same scaler already", "Scale it once."
        REFUSE.get()("input-not-normalized", message, place, help_)


def check_scaling_back(name: str, array: Array, learned: Array | None, place: Place) -> None:
    """Report predictions of targets that no scaler saw, and more columns than there are."""
    width = None if learned is None or learned.rank != 2 else known((learned.shape or (0,))[-1])
    size = known(array.shape[-1]) if array.rank == 2 and array.shape else None
    if width is not None and size is not None and width > 1 and width != size:
        message = f"This {name} has learned {width} columns, and scales back {size} of them here: "
        message += "it raises"
        help_ = "Fit a scaler for the targets alone, and scale the predictions back by this."
        REFUSE.get()(_KIND, message, place, help_)
    elif array.predicted and array.scaled and _is_other(array.scaled[-1], learned):
        message = "The targets of the training went through a scaler of another column than this "
        message += f"{name}, which scales their predictions back"
        REFUSE.get()(_KIND, message, place, "Take the scaler of the targets.")
    elif array.predicted and array.scaled == ():
        message = "The model is trained on targets as they stand in the file, and its predictions "
        message += "are scaled back"
        help_ = "Take the predictions as they are, or train on scaled targets."
        REFUSE.get()(_KIND, message, place, help_)


def _is_other(step: object, learned: Array | None) -> bool:
    """Whether a scaler learned from another column than the one that the targets went through."""
    one, other = (data.origin if isinstance(data, Array) else None for data in (step, learned))
    if one is None or other is None or not one.columns.is_single:
        return False
    if one.rows is other.rows and other.columns.lack(one.columns):
        return True
    if not other.columns.is_single:
        return False
    named = one.columns.names is not None and other.columns.names is not None
    return one.columns != other.columns and (named or one.rows is other.rows)


def check_samples(labels: Value, predicted: Value, place: Place) -> None:
    """Report samples of one part of a split beside those of the other."""
    rows = [getattr(getattr(one, "origin", None), "rows", None) for one in (labels, predicted)]
    if isinstance(rows[0], Rows) and isinstance(rows[1], Rows) and rows[0].is_apart(rows[1]):
        message = "These are samples of one part of the split beside those of the other"
        help_ = "Compare predictions with the labels of the same samples."
        REFUSE.get()("shuffled_predictions", message, place, help_)


@function(*(f"sklearn.metrics.{name}" for name in OF_CLASSES))
def metric_of_classes(call: Call) -> Value:
    """A metric of classes, which takes no outputs of a model as they are."""
    sides = {name: plain(call.get(place, name)) for place, name in enumerate(("y_true", "y_pred"))}
    if call.unsure is not None:
        return call.unsure
    check_samples(sides["y_true"], sides["y_pred"], call.place)
    for name, value in sides.items():
        if not isinstance(value, Array):
            continue
        outputs = value.predicted and not value.whole
        others = [one for one in sides.values() if isinstance(one, Array) and one.rank == 1]
        if outputs or (others and value.rank == 2 and value.encoding == "one_hot"):
            content = "outputs of the model" if outputs else "one-hot rows"
            message = f"This compares classes, and {name} holds {content}: it raises"
            help_ = "Compare classes: argmax(axis=-1) of the rows, or a threshold for one unit."
            REFUSE.get()("mixed_targets", message, call.place, help_)
    return Unknown("what a metric gives", place=call.place)


@function(*(f"sklearn.metrics.{name}" for name in _METRICS))
def metric(call: Call) -> Value:
    """A metric of quantities."""
    if call.unsure is not None:
        return call.unsure
    sides = plain(call.get(0, "y_true")), plain(call.get(1, "y_pred"))
    check_samples(*sides, call.place)
    check_units(*sides, call.place)
    return Unknown("what a metric gives", place=call.place)
