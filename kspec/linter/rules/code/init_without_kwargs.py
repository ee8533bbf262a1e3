from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS825", "init-without-kwargs", Severity.WARNING, since="0.1")
