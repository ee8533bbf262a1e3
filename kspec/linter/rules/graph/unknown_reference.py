from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS205", "unknown-reference", Severity.ERROR, since="0.1")
