from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS849", "floats-into-whole-numbers", Severity.ERROR, since="0.1")
