from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS113", "coerced-value", Severity.WARNING, since="0.1")
