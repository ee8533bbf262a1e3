from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS829", "unknown-constructor-argument", Severity.ERROR, since="0.1")
