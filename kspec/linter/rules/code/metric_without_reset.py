from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS870",
    "metric-without-reset",
    Severity.WARNING,
    since="0.1",
    reports=("metric_without_reset",),
)
