from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS867", "trained-inside", Severity.WARNING, since="0.1")
