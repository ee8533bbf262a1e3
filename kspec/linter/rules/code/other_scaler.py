from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS858", "other-scaler", Severity.WARNING, since="0.1")
