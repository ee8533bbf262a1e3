"""Heads that an output's task and data require, and the changes to them."""

from collections.abc import Mapping

from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Assigned, Output
from kspec.analysis.verdicts.kinds import class_count, loss_kind
from kspec.analysis.verdicts.meaning import answers
from kspec.linter.finding import Edit, Edits, Fix
from kspec.linter.head_fixes import other_loss, set_activation, set_loss
from kspec.linter.layer_fixes import after, set_field, set_inside, unsafe
from kspec.named_tuple import NamedTuple
from kspec.spec.training.metrics.metric import names_alike
from kspec.spec.unknown import any_unknown

SIZES = ("units", "filters")
PAIR = 2


class Ending(NamedTuple):
    """A head and the loss that belongs to it; ``units`` are None where any number will do."""

    units: int | None
    activation: str
    loss: str
    """The name of the class."""


def ending(output: Output) -> Ending | None:
    """Head that the task and the targets of an output require; None where several would do."""
    task = answers(output)
    name = None if task is None else task.name
    if task is None and output.loss is not None and output.target.classes:
        return _by_classes(output)
    if name == "regression":
        return Ending(_values(output), "linear", _distance(output))
    if name == "multilabel_classification":
        return Ending(_values(output) or output.target.classes, "sigmoid", "BinaryCrossentropy")
    if name == "binary_classification":
        return _for_two(output)
    return _for_many(output) if name == "multiclass_classification" else None


def repair(model: Analysis, output: Output, message: str = "") -> Fix | None:
    """Changes to the head that the task and the targets require, as one unsafe fix."""
    goal = ending(output)
    return None if goal is None else become(model, output, goal, message)


def become(model: Analysis, output: Output, goal: Ending, message: str = "") -> Fix | None:
    """Fix that gives an output another head and another loss; correct parts stay."""
    changes: list[Edits] = []
    resized = goal.units is not None and goal.units != output.head.units
    units = set_units(model, output, goal.units or 1) if resized else None
    active = goal.activation != output.head.activation and not _is_of_scores(output, goal)
    if (resized and units is None) or ((resized or active) and _is_recurrent(output)):
        changes.append(_new_layer(model, output, goal))
    else:
        changes += [units] if resized else []
        changes += [set_activation(model, output, goal.activation)] if active else []
    if output.loss is not None and goal.loss != type(output.loss.value).__name__:
        changes.append(set_loss(output, goal.loss) or other_loss(output, goal.loss))
    return unsafe(*changes, message=message)


def _is_recurrent(output: Output) -> bool:
    """Whether the memory itself is the head: its activation and size are its own."""
    node = output.head.trail.source
    return node is not None and node.layer is not None and node.layer.role == "recurrent"


def _new_layer(model: Analysis, output: Output, goal: Ending) -> Edits:
    """Edits that add a dense layer behind a head without units of its own."""
    node, units = output.head.producer, goal.units or output.head.units
    if node is None or units is None:
        return None
    layer = {"type": "Dense", "units": units}
    active = {} if goal.activation == "linear" else {"activation": goal.activation}
    return after(model, node, layer | active)


def set_units(model: Analysis, output: Output, units: int) -> Edits:
    """Edits that set the size of the layer that decides an output."""
    node = output.head.trail.source
    if node is None or node.layer is None:
        return None
    for field in SIZES:
        if getattr(node.layer, field, None) == output.head.units:
            return set_field(model, node, field, units)
        if getattr(getattr(node.layer, "layer", None), field, None) == output.head.units:
            return set_inside(model, node, field, units)
    return None


def set_metric(output: Output, metric: Assigned, goal: str | Mapping[str, object]) -> Edits:
    """Edits that set a metric, or remove it where the new one is there already; None where the
    metric has arguments whose values are not known.
    """
    if is_there(output, metric, goal):
        return (Edit(metric.path, "", action="remove"),)
    if isinstance(goal, Mapping) and any_unknown(goal.values()):
        return None
    return (Edit.of(metric.path, goal),)


def is_there(output: Output, metric: Assigned, goal: str | Mapping[str, object]) -> bool:
    """Whether another metric of the output is the required one."""
    written = [one.written for one in output.metrics if one is not metric]
    return goal in written or any(name in written for name in names_alike(str(goal)))


def mean_iou(output: Output, metric: Assigned) -> Edits:
    """Edits that set the mean IoU of classes for targets in numbers and outputs in scores."""
    classes = class_count(output)
    fields = {"type": "MeanIoU", "num_classes": classes, "sparse_y_pred": False}
    return None if classes is None else set_metric(output, metric, fields)


def _is_of_scores(output: Output, goal: Ending) -> bool:
    """Whether the loss applies the activation itself, and stays so."""
    scores = output.loss is not None and bool(output.loss.value.takes_logits)
    kept = output.loss is not None and isinstance(output.loss.written, Mapping)
    return scores and kept and output.head.activation == "linear" and goal.activation != "linear"


def _values(output: Output) -> int | None:
    """The values of one target, where it is a row of them."""
    shape = output.target.shape
    if shape is None or len(shape) > 1:
        return None
    return shape[0] if shape else 1


def _distance(output: Output) -> str:
    """The loss of a quantity: the own one where it is a distance."""
    own = None if output.loss is None else type(output.loss.value).__name__
    return own if own is not None and loss_kind(output) == "regression" else "MeanSquaredError"


def _for_two(output: Output) -> Ending:
    if output.target.encoding == "one_hot":
        return Ending(PAIR, "softmax", "CategoricalCrossentropy")
    if output.head.units == PAIR and loss_kind(output) != "binary":
        return Ending(PAIR, "softmax", "SparseCategoricalCrossentropy")
    return Ending(1, "sigmoid", "BinaryCrossentropy")


def _by_classes(output: Output) -> Ending | None:
    """Head for more classes than the output has units, which only their number requires."""
    classes = output.target.classes or 0
    return _for_many(output) if classes > max(output.head.units or 0, PAIR) else None


def usual_loss(output: Output) -> str | None:
    """Usual loss of a head, by its string; None where there is none."""
    rows = output.target.encoding == "one_hot"
    losses = {
        "linear": "mean_squared_error",
        "sigmoid": "binary_crossentropy",
        "softmax": "categorical_crossentropy" if rows else "sparse_categorical_crossentropy",
    }
    return losses.get(output.head.activation or "")


def _for_many(output: Output) -> Ending | None:
    target, units = output.target, output.head.units
    rows = target.encoding == "one_hot"
    width = target.shape[-1] if rows and target.shape else None
    count = target.classes or width or units
    if count is None or count == 1:
        return None
    if not rows and target.encoding is None:
        rows = target.shape[-1:] == (count,) if target.shape else loss_kind(output) == "categorical"
    loss = "CategoricalCrossentropy" if rows else "SparseCategoricalCrossentropy"
    return Ending(count if (units or 0) < count or rows else None, "softmax", loss)
