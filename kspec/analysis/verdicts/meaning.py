"""Is the head constant, or the loss one for another task?"""

from collections.abc import Callable, Mapping

from kspec.analysis.outputs import Output
from kspec.analysis.task import Task, assumed
from kspec.analysis.verdicts.kinds import (
    CLASS_LOSSES,
    COUNTING,
    SIGMOIDS,
    SOFTMAXES,
    OutputFault,
    class_count,
    loss_kind,
    takes_logits,
)

LOSS_TASK = "loss_task_mismatch"


def task_fault(output: Output) -> OutputFault | None:
    """Coarsest fault: between the task of the output and that of its loss."""
    if any(step.name in SOFTMAXES and step.size == 1 for step in output.head.trail.steps):
        return OutputFault("softmax_single_unit")
    kind = loss_kind(output)
    if kind is None:
        return None
    task = answers(output)
    if task is not None and task.name in _BY_TASK:
        fault = _BY_TASK[task.name](output, kind, task)
        if fault is not None:
            return fault
    return _whatever_the_task(output, kind)


def answers(output: Output) -> Task | None:
    """Task of the output's values: segmentation and sequence labeling only give the positions, and
    the target gives the kind.
    """
    task = output.task
    if task is not None and task.name in {"segmentation", "sequence_labeling"}:
        return assumed(output.target)
    return task


def _whatever_the_task(output: Output, kind: str) -> OutputFault | None:
    many = output.task is not None and output.task.name == "multiclass_classification"
    many = many or (output.target.classes or 0) > 2
    if kind in CLASS_LOSSES and class_count(output) == 1 and not many:
        return OutputFault(LOSS_TASK, "single-unit")
    if kind == "regression" and output.task is None and _is_classifier(output):
        return OutputFault(LOSS_TASK, "regression-for-classifier", certain=False)
    return None


def _is_classifier(output: Output) -> bool:
    """Whether a softmax head, or one sigmoid, is monitored by accuracy, so that it can only be
    meant for classes; targets beyond 0 and 1 exclude it.
    """
    watched = {metric.value.kind for metric in output.metrics}
    one, low = (
        class_count(output) == 1,
        0 if output.target.range is None else output.target.range[0],
    )
    if output.head.activation in SIGMOIDS and one:
        return output.target.within_unit is not False and "shaped" in watched
    softmax = output.head.activation in SOFTMAXES and not one
    return softmax and low >= 0 and bool(watched & {"shaped", "categorical", "sparse"})


def _binary(output: Output, kind: str, task: Task) -> OutputFault | None:
    units = class_count(output)
    sigmoid = output.head.activation in SIGMOIDS and not takes_logits(output)
    if kind in CLASS_LOSSES and units == 1:
        return OutputFault(LOSS_TASK, "single-unit")
    if kind in CLASS_LOSSES and units == 2 and sigmoid and task.declared:
        # Keras divides by their sum, so that they are shares of one for the loss.
        return OutputFault(LOSS_TASK, "two-sigmoids", certain=False)
    return _distance(output, kind, task, "regression-for-classes")


def _distance(output: Output, kind: str, task: Task, case: str) -> OutputFault | None:
    """Fault of a distance between quantities where the answer is a class.

    Targets of 0 and 1 alone are also those of a least-squares critic or a similarity: there another
    fact must show that classes are meant, such as one-hot rows.
    """
    if kind != "regression":
        return None
    watched = {metric.value.kind for metric in output.metrics}
    bounded = output.head.activation in SIGMOIDS | SOFTMAXES
    rows = output.target.encoding == "one_hot"
    meant = task.declared or bounded or rows or bool(watched & COUNTING)
    return OutputFault(LOSS_TASK, case, certain=False) if meant else None


def _multiclass(output: Output, kind: str, task: Task) -> OutputFault | None:
    if kind == "binary":
        if class_count(output) == 2 and output.head.activation in SOFTMAXES:
            return None  # each of two shares determines the other
        one = class_count(output) == 1
        certain = one or output.target.encoding == "integer"
        return OutputFault(LOSS_TASK, "one-for-classes" if one else "binary-for-classes", certain)
    if kind == "hinge" and output.loss is not None and output.loss.value.targets == "signs":
        # Rows of 0 and 1 become signs, and each unit a machine of its own: one against the rest.
        rows = class_count(output) != 1 and not output.target.numbered
        return None if rows else OutputFault(LOSS_TASK, "hinge-for-classes", certain=False)
    return _distance(output, kind, task, "regression-for-classes")


def _multilabel(output: Output, kind: str, task: Task) -> OutputFault | None:
    if output.loss is not None and output.loss.value.scaleless:
        return None  # the direction of shares of labels is that of the labels
    if output.head.activation in SOFTMAXES:
        # Shares of several labels are an objective too, where the task is not declared.
        return OutputFault("multilabel_softmax", certain=task.declared or kind != "categorical")
    if kind in CLASS_LOSSES:
        return OutputFault(LOSS_TASK, "classes-for-labels", task.declared or kind == "sparse")
    return _distance(output, kind, task, "regression-for-labels")


def _regression(output: Output, kind: str, task: Task) -> OutputFault | None:
    limits = output.target.range
    if kind == "hinge" and limits is not None and (limits[0] < -1 or limits[1] > 1):
        return OutputFault(LOSS_TASK, "classes-for-regression")
    if kind == "sparse" or (kind in {"categorical", "hinge"} and task.declared):
        return OutputFault(LOSS_TASK, "classes-for-regression")
    if kind == "binary" and output.target.within_unit is not True:
        probability = output.head.activation in SIGMOIDS or takes_logits(output)
        known = output.target.within_unit is False
        if task != output.task:  # a mask, whose scale is at fault, and not its loss
            return None
        if known or task.declared:
            return OutputFault(LOSS_TASK, "binary-for-regression", known or not probability)
    return None


_BY_TASK: Mapping[str, Callable[[Output, str, Task], OutputFault | None]] = {
    "binary_classification": _binary,
    "multiclass_classification": _multiclass,
    "multilabel_classification": _multilabel,
    "regression": _regression,
}
