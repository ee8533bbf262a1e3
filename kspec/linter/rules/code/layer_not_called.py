from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS846", "layer-not-called", Severity.ERROR, since="0.1")
