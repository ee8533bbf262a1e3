from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS864", "mixed-packages", Severity.ERROR, since="0.1")
