from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS869", "unloadable-model", Severity.ERROR, since="0.1")
