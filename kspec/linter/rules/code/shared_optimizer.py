from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS859", "shared-optimizer", Severity.ERROR, since="0.1")
