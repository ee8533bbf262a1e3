import json
from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import taken_out
from kspec.linter.rule import Rule

rule = Rule("KS102", "unknown-field", Severity.ERROR, since="0.1")


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind.get("unknown_field", ()):
        meant, fields = problem.suggestion, model.value_at(problem.path[:-1])
        is_written = meant is not None and isinstance(fields, dict) and json.loads(meant) in fields
        finding = rule.of(problem)
        if finding.fix is None or is_written:
            finding = finding._replace(fix=taken_out(problem.path, "Leave it out"))
        yield finding
