"""Shapes of outputs and targets that a metric refuses: Keras raises with the first batch."""

from kspec.analysis.outputs import Assigned, Output
from kspec.analysis.verdicts.kinds import VECTOR, OutputFault, class_count, loss_kind
from kspec.analysis.verdicts.shapes import broadcasts, of_one_rank

RAISES = "metric_cannot_be_computed"


def of_shape(output: Output, metric: Assigned) -> OutputFault | None:
    """Fault of metrics that take ``(batch, classes)`` only, or targets with the output's axes
    only.
    """
    rank = metric.value.rank
    if rank is not None and rank not in _ranks(output, metric):
        return OutputFault(RAISES, "rank")
    shape, target = output.head.shape, output.target.shape
    if shape is None or target is None or len(target) + 1 == len(shape):
        return None
    apart = not metric.value.aligns and not broadcasts(shape, (None, *target))
    refused = metric.value.same_axes or apart or _of_places(output, metric)
    return OutputFault(RAISES, "axes") if refused and loss_kind(output) != "sparse" else None


def _of_places(output: Output, metric: Assigned) -> bool:
    """Whether the metric takes the largest of a row along an axis of positions, which the target
    has for its last where the output has one value for each.
    """
    largest = metric.value.takes_rows and metric.value.kind in {"categorical", "iou"}
    target, rank = output.target.shape, output.head.rank or 0
    fewer = target is not None and 0 < len(target) < rank - 1
    return largest and fewer and class_count(output) == 1


def refuses_equality(output: Output) -> bool:
    """Whether the declared target cannot be compared with the output value by value."""
    shape, target = output.head.shape, output.target.shape
    if shape is None or target is None:
        return False
    return not broadcasts(*of_one_rank(shape, (None, *target)))


def _ranks(output: Output, metric: Assigned) -> set[int | None]:
    """Ranks that the output may have where a metric is computed: a target with one axis more or
    less changes them.
    """
    shape, target = output.head.shape, output.target.shape
    if shape is None:
        return {metric.value.rank}
    if metric.value.same_axes:
        return {len(shape)}
    targets = [shape, shape[:-1], (*shape, 1)] if target is None else [(None, *target)]
    return {len(of_one_rank(shape, one)[0]) for one in targets}


def of_rows(output: Output, metric: Assigned, encoding: str | None) -> OutputFault | None:
    """Fault of a metric of class numbers where the targets are known to be rows of the output's
    shape, with any loss.
    """
    target, shape, value = output.target.shape, output.head.shape, metric.value
    if shape is None or class_count(output) in {None, 1}:
        return None
    alike = target is not None and None not in target and target == shape[1:]
    if value.kind == "sparse" and (alike or encoding in {"one_hot", "multi_hot"}):
        return OutputFault(RAISES, "rows")
    overlap = alike and value.kind == "iou" and value.picks_largest and not value.takes_rows
    return OutputFault(RAISES, "overlap-rows") if overlap else None


def refuses_numbers(output: Output, metric: Assigned) -> bool | None:
    """Whether a metric of the output's shape refuses class numbers: True where it refuses all that
    they may be, False where only some, None where none.
    """
    shape, target, value = output.head.shape, output.target.shape, metric.value
    if value.strict_shapes:
        return True
    cut_out = getattr(value, "class_id", None) is not None and len(shape or ()) == VECTOR
    if target is None or shape is None:
        skips_numbers = value.same_axes or value.by_label or cut_out
        return False if skips_numbers else value.kind == "confusion" or None
    has_axis = len(target) + 1 == len(shape)
    if value.same_axes or value.by_label:
        return None if has_axis else True
    if value.kind == "confusion":
        return None if cut_out and not has_axis else True
    alike = value.kind == "categorical" or broadcasts(*of_one_rank(shape, (None, *target)))
    return None if alike else True
