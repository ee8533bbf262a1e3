from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS701", "embedded-code", Severity.ERROR, since="0.1")
