import json
import re

from kspec.analysis.model import Analysis
from kspec.linter.finding import Edit, Fix, Severity
from kspec.linter.rule import Rule
from kspec.spec.problem import Problem

rule = Rule("KS105", "invalid-value", Severity.ERROR, since="0.1")

WORDS = re.compile(
    r"(?:As a share (?:of a full turn )?this is|Without the minus this is|The default is) (\S+)\."
    r"|Choose (\S+)( or \S+)+\."
)
"""The helps that name one value, or several of which the first will do."""


@rule.fix
def fix(_: Analysis, problem: Problem) -> Fix | None:
    """Fix that sets the value in the help."""
    match = WORDS.fullmatch(problem.help)
    if match is None or problem.part != "value":
        return None
    try:
        value = json.loads((match[1] or match[2]).rstrip(","))
    except ValueError:
        return None
    return Fix((Edit.of(problem.path, value),), safe=False)
