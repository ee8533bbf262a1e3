from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS823", "missing-super-init", Severity.ERROR, since="0.1")
