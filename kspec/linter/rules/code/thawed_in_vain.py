from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS865", "thawed-in-vain", Severity.WARNING, since="0.1")
