from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS841", "unknown-history-key", Severity.ERROR, since="0.1")
