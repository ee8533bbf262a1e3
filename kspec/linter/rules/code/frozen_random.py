from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS870", "frozen-random", Severity.WARNING, since="0.1")
