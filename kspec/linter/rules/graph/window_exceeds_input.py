from collections.abc import Iterator

from kspec.analysis.channels import misread_inputs
from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule
from kspec.linter.shape_repair import shape_fix

KIND = "window_exceeds_input"
rule = Rule("KS203", "window-exceeds-input", Severity.ERROR, since="0.1", reports=(KIND,))


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    # Channels read as the height of an image are the cause, which another message reports.
    misread = any(any(misread_inputs(flow)) for flow in model.flows)
    for problem in model.by_kind[KIND]:
        fix = shape_fix(model, problem)
        yield rule.of(problem, fix=fix, unless=("KS211",) if misread else ())
