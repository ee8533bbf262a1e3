from collections.abc import Iterator, Mapping

from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Assigned, Output
from kspec.analysis.verdicts.kinds import class_count
from kspec.linter.finding import Finding, Fix, Severity
from kspec.linter.head_places import elsewhere, layer_name, whose
from kspec.linter.head_repair import is_there, mean_iou, set_metric
from kspec.linter.layer_fixes import put, taken_out, unsafe
from kspec.linter.rule import Rule

rule = Rule("KS308", "metric-task-mismatch", Severity.WARNING, since="0.1")

_MESSAGES = {
    "quantity": "counts equal answers, and this is {task}",
    "classes": "judges answers that are classes, and this is {task}",
    "quantity-assumed": "counts right classes, and {head} with {loss} predicts a quantity",
    "labels": "looks at the largest output only, and in {task} several labels are true at once",
    "numbers": "compares values one by one, and the targets are class numbers",
    "overlap-numbers": "takes one-hot targets, and they are class numbers",
    "binary-for-classes": "judges every unit by itself: with one class true, nearly all others "
    "count as right",
    "top-k": "is always 1: {head} has no more classes than it takes for right",
    "equality": "counts outputs that equal the target to the last digit, and {head} gives "
    "probabilities or scores",
    "one-unit": "looks for the largest output, and {head} has 1 unit",
    "one-unit-score": "without a threshold takes the largest output for yes, and {head} has "
    "1 unit: every answer is yes",
    "cutoff": "cuts where no output of {head} ever gets: all are counted as the same",
    "undecided": "takes outputs for class numbers, and {head} gives probabilities: cut to whole "
    "numbers, nearly all are class 0",
}
_INSTEAD = {
    "labels": 'Use "binary_accuracy", or AUC with "multi_label": true.',
    "numbers": 'Use "sparse_categorical_accuracy".',
    "binary-for-classes": 'Use "accuracy", which Keras then reads as categorical accuracy.',
    "overlap-numbers": 'Use MeanIoU (or IoU) with "sparse_y_pred": false.',
    "one-unit": 'Use "binary_accuracy", or BinaryIoU for masks.',
    "one-unit-score": 'Give it a "threshold" of 0.5.',
    "top-k": 'Lower "k".',
    "cutoff": "Give a threshold between the least and the greatest output: 0.5 for a sigmoid.",
    "undecided": "Use OneHotMeanIoU (or OneHotIoU) for one-hot targets, BinaryIoU for masks.",
    "equality": 'Write "accuracy": for that Keras takes the metric which the shapes ask for.',
}
_FOR_QUANTITIES = 'Use "mean_absolute_error": it is in the unit of the target.'

_NAMES: dict[str, str | dict[str, object]] = {
    **dict.fromkeys(("quantity", "classes", "quantity-assumed"), "mean_absolute_error"),
    **dict.fromkeys(("labels", "one-unit"), "binary_accuracy"),
    "numbers": "sparse_categorical_accuracy",
    **dict.fromkeys(("binary-for-classes", "equality"), "accuracy"),
}
"""Replacement of a metric."""


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    for output, fault, metric in model.verdicts.get("metric_task_mismatch", ()):
        if metric is None:
            continue
        message = _MESSAGES[fault.case].format(
            task="" if output.task is None else output.task.words,
            head=layer_name(output),
            loss="" if output.loss is None else output.loss.name,
        )
        yield rule.at(
            metric.path,
            f"{whose(output)}{metric.name} {message}",
            help=_help(output, metric, fault.case),
            fix=_fix(output, metric, fault.case),
            related=elsewhere(model, output, metric.path, "encoding"),
        )


def _help(output: Output, metric: Assigned, case: str) -> str:
    name = _NAMES.get(case)
    if name is not None and is_there(output, metric, name):
        return f"Leave it out: {name} is there already."
    return _INSTEAD.get(case, _FOR_QUANTITIES)


def _fix(output: Output, metric: Assigned, case: str) -> Fix | None:
    """Fix that sets the metric of the task, or none where the task has it already."""
    fields: Mapping[str, object] = metric.written if isinstance(metric.written, Mapping) else {}
    if case == "top-k":
        k = max((class_count(output) or 0) // 2, 1)
        return put((*metric.path, "k"), k) if "k" in fields else None
    if case == "cutoff":
        written = next((name for name in ("threshold", "thresholds") if name in fields), None)
        return None if written is None else taken_out((*metric.path, written))
    if case == "undecided":
        masks = class_count(output) == 1
        count = {"num_classes": class_count(output)}
        ids = {"type": "BinaryIoU", "target_class_ids": [1]}
        return unsafe(
            set_metric(output, metric, ids if masks else {"type": "OneHotMeanIoU", **count})
        )
    if case == "one-unit-score":
        score = {"type": type(metric.value).__name__, **fields, "threshold": 0.5}
        return unsafe(set_metric(output, metric, score))
    if case == "overlap-numbers":
        return unsafe(mean_iou(output, metric))
    return unsafe(set_metric(output, metric, _NAMES[case])) if case in _NAMES else None
