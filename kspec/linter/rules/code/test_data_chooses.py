from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS835", "test-data-chooses", Severity.WARNING, since="0.1")
