from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS853", "tensorflow-function", Severity.ERROR, since="0.1")
