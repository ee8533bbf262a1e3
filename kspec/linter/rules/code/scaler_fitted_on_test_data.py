from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS834", "scaler-fitted-on-test-data", Severity.WARNING, since="0.1")
