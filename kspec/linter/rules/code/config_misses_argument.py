from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS824", "config-misses-argument", Severity.WARNING, since="0.1")
