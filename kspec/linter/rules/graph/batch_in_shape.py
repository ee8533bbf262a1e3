from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS212", "batch-in-shape", Severity.ERROR, since="0.1")
