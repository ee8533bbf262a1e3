from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS856", "mixed-targets", Severity.ERROR, since="0.1")
