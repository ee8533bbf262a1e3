from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS206", "cycle", Severity.ERROR, since="0.1")
