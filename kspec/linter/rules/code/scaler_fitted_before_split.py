from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS847", "scaler-fitted-before-split", Severity.WARNING, since="0.1")
