from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS832", "overwritten-layer", Severity.WARNING, since="0.1")
