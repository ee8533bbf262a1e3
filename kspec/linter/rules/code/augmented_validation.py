from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS857", "augmented-validation", Severity.WARNING, since="0.1")
