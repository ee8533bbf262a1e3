from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS002", "duplicate-key", Severity.ERROR, since="0.1")
