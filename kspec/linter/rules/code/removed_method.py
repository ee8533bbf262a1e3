from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS840", "removed-method", Severity.ERROR, since="0.1")
