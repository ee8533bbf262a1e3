from collections.abc import Iterator, Mapping

from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Assigned, Output
from kspec.linter.finding import Finding, Fix, Severity
from kspec.linter.head_fixes import set_activation, set_logits
from kspec.linter.head_places import elsewhere, layer_name, whose
from kspec.linter.head_repair import set_metric
from kspec.linter.layer_fixes import unsafe
from kspec.linter.rule import Rule

rule = Rule("KS309", "metric-on-logits", Severity.WARNING, since="0.1")


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    for output, fault, metric in model.verdicts.get("metric_on_logits", ()):
        if metric is None:
            continue
        yield rule.at(
            metric.path,
            f"{whose(output)}{metric.name} {_clash(output, metric, fault.case)}",
            help=_help(metric, fault.case),
            fix=_fix(model, output, metric, fault.case),
            related=elsewhere(model, output, metric.path),
        )


def _clash(output: Output, metric: Assigned, case: str) -> str:
    """Words for a metric that does not fit the output of the head."""
    head = layer_name(output)
    if case == "twice":
        return f"applies its activation itself, and {head} has applied {output.head.activation}"
    cut = "takes values for probabilities"
    if case != "probabilities":
        highest = max(metric.value.cutoffs or (0.5,))
        # An integer may be larger than any float, to which `g` converts it.
        cut = f"cuts at {highest if isinstance(highest, int) else f'{highest:g}'}"
    return f"{cut}, and {head} gives scores: the loss has from_logits"


OF_SHARES = frozenset(("F1Score", "FBetaScore"))
"""Metrics whose threshold is above 0: Keras refuses that of scores."""


def _help(metric: Assigned, case: str) -> str:
    if case == "accuracy":
        return 'Write {"type": "BinaryAccuracy", "threshold": 0.0}.'
    if case == "twice":
        return 'Remove "from_logits" from the metric.'
    if "from_logits" in type(metric.value).model_fields:
        return 'Set "from_logits": true in the metric.'
    if type(metric.value).__name__ in OF_SHARES:
        return "Put sigmoid into the head, and remove from_logits."
    return "Set the threshold to 0, or put sigmoid into the head and remove from_logits."


def _fix(model: Analysis, output: Output, metric: Assigned, case: str) -> Fix | None:
    """Fix that sets the threshold of scores, or ``from_logits`` of a metric that has it."""
    fields = type(metric.value).model_fields
    if case == "accuracy":
        cut: dict[str, object] = {"type": "BinaryAccuracy", "threshold": 0.0}
        return unsafe(set_metric(output, metric, cut))
    written = metric.written
    own = dict(written) if isinstance(written, Mapping) and "type" in written else None
    base = own or {"type": type(metric.value).__name__}
    if isinstance(written, Mapping) and own is None:
        return None
    if "from_logits" in fields:
        return unsafe(set_metric(output, metric, {**base, "from_logits": case != "twice"}))
    field = next((name for name in ("threshold", "thresholds") if name in fields), None)
    if type(metric.value).__name__ in OF_SHARES:
        sigmoid = set_activation(model, output, "sigmoid")
        return unsafe(sigmoid, set_logits(model, output, on=False))
    if field is None or "num_thresholds" in fields:
        return None
    return unsafe(set_metric(output, metric, {**base, field: 0.0}))
