from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS833", "fit-without-compile", Severity.ERROR, since="0.1")
