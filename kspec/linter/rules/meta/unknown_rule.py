from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS903", "unknown-rule", Severity.ERROR, since="0.1")
