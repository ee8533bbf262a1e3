from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS836", "argmax-of-one-unit", Severity.ERROR, since="0.1")
