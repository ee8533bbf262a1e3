from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS901", "unused-suppression", Severity.WARNING, since="0.1")
