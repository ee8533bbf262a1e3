import json
import re
from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Edit, Finding, Fix, Severity
from kspec.linter.rule import Rule
from kspec.spec.problem import Problem

rule = Rule("KS105", "invalid-value", Severity.ERROR, since="0.1", reports=("invalid_value",))

WORDS = re.compile(
    r"(?:As a share (?:of a full turn )?this is|Without the minus this is|The default is) (\S+)\."
    r"|Choose (\S+)( or \S+)+\."
)
"""The helps that name one value, or several of which the first will do."""


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind.get("invalid_value", ()):
        finding = rule.of(problem)
        yield finding if finding.fix is not None else finding._replace(fix=_fix(problem))


def _fix(problem: Problem) -> Fix | None:
    """Fix that sets the value in the help."""
    match = WORDS.fullmatch(problem.help)
    if match is None or problem.part != "value":
        return None
    try:
        value = json.loads((match[1] or match[2]).rstrip(","))
    except ValueError:
        return None
    return Fix((Edit.of(problem.path, value),), safe=False)
