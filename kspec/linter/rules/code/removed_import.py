from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS839", "removed-import", Severity.ADVICE, since="0.1")
