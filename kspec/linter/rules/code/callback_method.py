from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS866", "callback-method", Severity.ERROR, since="0.1")
