from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS843", "trainable-without-compile", Severity.WARNING, since="0.1")
