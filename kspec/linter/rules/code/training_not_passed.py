from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS828", "training-not-passed", Severity.WARNING, since="0.1")
