from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS868", "word-offset", Severity.WARNING, since="0.1")
