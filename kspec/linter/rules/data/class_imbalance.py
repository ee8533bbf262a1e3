from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Output
from kspec.analysis.verdicts.kinds import loss_kind
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule

rule = Rule("KS606", "class-imbalance", Severity.WARNING, since="0.1", needs=("observed",))

SHARE = 0.95
ENOUGH = 100
"""Samples from which on a share is significant."""


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec, observed = model.spec, model.observed
    if spec is None or observed is None or observed.weighted:
        return
    if spec.fit is not None and spec.fit.class_weight:
        return
    for output in model.outputs:
        values = observed.targets.get(output.head.name)
        if values is None or not values.counts or values.samples < ENOUGH:
            continue
        if values.shape not in {(), (1,)} and (len(values.shape) > 1 or values.rows is None):
            continue  # a class at every place, of which one is mostly the background
        label, most = max(values.counts.items(), key=lambda item: item[1])
        share = most / sum(values.counts.values())
        if SHARE <= share < 1 and output.loss is not None and _tells_classes(output):
            yield rule.at(
                output.loss.path,
                f"{share:.1%} of the targets are class {label:g}: a network that always says so is "
                "right as often",
                help='Weigh the classes with "class_weight", or draw the rare ones more often.',
            )


def _tells_classes(output: Output) -> bool:
    """Whether each sample has one class, and the loss makes no difference between classes."""
    balanced = output.loss is not None and hasattr(output.loss.value, "gamma")
    one_each = output.target.encoding in {"binary", "integer", "one_hot"}
    kinds = {"binary", "categorical", "sparse"}
    return one_each and not balanced and loss_kind(output) in kinds
