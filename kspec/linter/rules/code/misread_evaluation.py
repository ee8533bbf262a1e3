from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS850", "misread-evaluation", Severity.ERROR, since="0.1")
