from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS822", "weights-in-call", Severity.ERROR, since="0.1")
