from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS003", "non-finite-number", Severity.ERROR, since="0.1")
