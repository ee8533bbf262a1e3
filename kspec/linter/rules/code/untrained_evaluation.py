from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS862", "untrained-evaluation", Severity.WARNING, since="0.1")
