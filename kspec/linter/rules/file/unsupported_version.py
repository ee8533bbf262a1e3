from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS006", "unsupported-version", Severity.ERROR, since="0.1")
