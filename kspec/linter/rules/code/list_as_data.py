from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS842", "list-as-data", Severity.ERROR, since="0.1")
