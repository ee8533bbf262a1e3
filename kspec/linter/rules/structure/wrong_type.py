from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS104", "wrong-type", Severity.ERROR, since="0.1", reports=("wrong_type", "wrong_reference")
)
