import math
from collections.abc import Iterator

from kspec.analysis.model import Analysis, Place
from kspec.analysis.summary import summarize
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule

BUDGET = 100_000_000

rule = Rule(
    "KS511", "parameter-budget", Severity.ADVICE, since="0.1", options={"parameters": BUDGET}
)


@rule.check
def check(model: Analysis, *, parameters: float) -> Iterator[Finding]:
    summary = summarize(model)
    if summary is None or summary.trainable_params is None:
        return
    total = summary.trainable_params + (summary.non_trainable_params or 0)
    if total > parameters:
        largest = max(model.places, key=_size)
        yield rule.at(
            largest.node.path,
            f"The network has {total:,} parameters, and the budget is {parameters:,.0f}: "
            f'"{largest.node.name}" has {_size(largest):,} of them',
            help="Make it smaller, or raise the budget in the settings.",
        )


def _size(place: Place) -> int:
    weights = place.weights or ()
    return sum(math.prod(dim or 0 for dim in weight.shape) for weight in weights)
