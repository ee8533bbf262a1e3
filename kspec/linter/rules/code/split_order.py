from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS851", "split-order", Severity.ERROR, since="0.1")
