from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS854", "argmax-over-samples", Severity.ERROR, since="0.1")
