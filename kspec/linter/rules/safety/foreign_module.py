from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS702", "foreign-module", Severity.ERROR, since="0.1")
