from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS827", "read-only-attribute", Severity.ERROR, since="0.1")
