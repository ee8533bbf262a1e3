from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS208", "unreachable-output", Severity.ERROR, since="0.1")
