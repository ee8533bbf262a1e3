from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS844", "softmax-threshold", Severity.WARNING, since="0.1")
