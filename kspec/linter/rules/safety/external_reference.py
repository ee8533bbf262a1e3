from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS703", "external-reference", Severity.ERROR, since="0.1")
