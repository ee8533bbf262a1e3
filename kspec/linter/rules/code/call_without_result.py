from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS826", "call-without-result", Severity.ERROR, since="0.1")
