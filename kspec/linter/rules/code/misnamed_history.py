from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS863", "misnamed-history", Severity.WARNING, since="0.1")
