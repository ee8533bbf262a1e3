from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS837", "loss-by-hand", Severity.ERROR, since="0.1")
