from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS001", "invalid-syntax", Severity.ERROR, since="0.1", reports=("invalid_syntax", "unreadable")
)
