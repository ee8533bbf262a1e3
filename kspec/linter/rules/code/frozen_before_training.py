from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS860", "frozen-before-training", Severity.WARNING, since="0.1")
