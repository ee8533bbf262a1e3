from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Assigned, Output
from kspec.analysis.verdicts.kinds import class_count, loss_kind
from kspec.linter.finding import Finding, Fix, Severity
from kspec.linter.head_places import elsewhere, layer_name, loss_name, whose
from kspec.linter.head_repair import mean_iou, set_metric
from kspec.linter.layer_fixes import taken_out, unsafe
from kspec.linter.rule import Rule
from kspec.spec.shapes import show

rule = Rule("KS317", "metric-cannot-be-computed", Severity.ERROR, since="0.1")

_MESSAGES = {
    "rows": "needs class numbers, and {loss} takes targets of the output's shape",
    "numbers": "needs targets of the output's shape, and {loss} takes class numbers",
    "rank": "needs an output (batch, values), and {head} gives {shape}",
    "axes": "needs targets with as many axes as {head} gives, {shape}",
    "one-unit": "needs one unit for each class, and {head} has 1",
    "overlap-numbers": "counts every score of {head} as a class, and {loss} takes class numbers",
    "overlap-rows": "reads targets and outputs in two ways, and with {loss} both are rows",
}
_INSTEAD = {
    "rows": 'Use "categorical_accuracy", or "binary_accuracy" for independent labels.',
    "numbers": 'Use "sparse_categorical_accuracy", or one-hot targets with '
    '"categorical_crossentropy".',
    "rank": "Remove it, or flatten the output.",
    "axes": "Give the targets the shape of the output: y[:, None] makes (batch, 1) of (batch,).",
    "one-unit": 'Use "binary_crossentropy".',
    "overlap-numbers": 'Use MeanIoU (or IoU) with "sparse_y_pred": false.',
    "overlap-rows": "Use OneHotMeanIoU (or OneHotIoU).",
}


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    yield from map(rule.of, model.by_kind.get("metric_cannot_be_computed", ()))
    for output, fault, metric in model.verdicts.get("metric_cannot_be_computed", ()):
        if metric is None:
            continue
        message = _MESSAGES[fault.case].format(
            loss=loss_name(output), head=layer_name(output), shape=show(output.head.shape)
        )
        yield rule.at(
            metric.path,
            f"{whose(output)}{metric.name} {message}",
            help=_INSTEAD[fault.case],
            fix=_fix(output, metric, fault.case),
            severity=None if fault.certain else Severity.WARNING,
            unless=fault.unless,
            related=elsewhere(model, output, metric.path, "encoding", "shape"),
        )


_NAMES: dict[str, str] = {
    "numbers": "sparse_categorical_accuracy",
    "one-unit": "binary_crossentropy",
}


def _fix(output: Output, metric: Assigned, case: str) -> Fix | None:
    """Fix that sets the metric for the targets, or removes it where no other one is certain."""
    if case == "rows":
        labels = loss_kind(output) == "binary" and output.head.activation != "softmax"
        name = "binary_accuracy" if labels else "categorical_accuracy"
        return unsafe(set_metric(output, metric, name))
    if case == "rank":
        return taken_out(metric.path)
    if case == "overlap-numbers":
        return unsafe(mean_iou(output, metric))
    if case == "overlap-rows":
        one_hot = {"type": "OneHotMeanIoU", "num_classes": class_count(output)}
        return unsafe(set_metric(output, metric, one_hot))
    return unsafe(set_metric(output, metric, _NAMES[case])) if case in _NAMES else None
