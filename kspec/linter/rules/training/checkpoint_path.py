from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS411", "checkpoint-path", Severity.ERROR, since="0.1")
