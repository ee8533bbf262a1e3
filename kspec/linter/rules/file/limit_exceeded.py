from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS005", "limit-exceeded", Severity.ERROR, since="0.1")
