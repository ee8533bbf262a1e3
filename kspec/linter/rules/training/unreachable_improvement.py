from collections.abc import Iterator

from kspec.analysis.logs import monitors
from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Fix, Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule
from kspec.spec.model import ModelSpec
from kspec.spec.problem import Path
from kspec.spec.training.metrics.metric import Metric

rule = Rule("KS423", "unreachable-improvement", Severity.WARNING, since="0.1", needs=("callbacks",))

COUNTS = frozenset(("TruePositives", "TrueNegatives"))
"""Metrics of which more is better and which are no share."""
BELOW_ZERO = frozenset(
    ("R2Score", "CosineSimilarity", "PearsonCorrelation", "ConcordanceCorrelation")
)
"""Metrics that end at 1 and may begin below 0."""
PERCENT = 100


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec = model.known_spec
    for path, callback in monitors(spec):
        name = _share(spec, callback.monitor)
        if name is None:
            continue
        for field in ("baseline", "initial_value_threshold"):
            value = getattr(callback, field, None)
            if isinstance(value, int | float) and value > 1:
                yield _finding((*path, field), callback.monitor, f"reaches {value:g}", value)
        delta = getattr(callback, "min_delta", 0)
        if isinstance(delta, int | float) and delta >= 1 and name not in BELOW_ZERO:
            yield _finding((*path, "min_delta"), callback.monitor, f"improves by {delta:g}", delta)


def _share(spec: ModelSpec, monitor: str) -> str | None:
    """The class of the watched metric where it is at most 1, and more is better."""
    plain = monitor.removeprefix("val_")
    for _, metric in () if spec.compile is None else spec.compile.all_metrics():
        if isinstance(metric, Metric) and metric.log_name == plain and metric.direction == "up":
            name = type(metric).__name__
            return None if name in COUNTS else name
    return None


def _finding(path: Path, monitor: str, condition: str, value: float) -> Finding:
    fix: Fix | None = put(path, value / PERCENT) if value <= PERCENT else None
    return rule.at(
        path,
        f'"{monitor}" never {condition}: it is at most 1',
        help=f"If it is meant in percent, write {value / PERCENT:g}.",
        fix=fix,
    )
