from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS852", "model-not-returned", Severity.ERROR, since="0.1")
