from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS831", "unused-object", Severity.WARNING, since="0.1")
