from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS855", "shuffled-alone", Severity.ERROR, since="0.1")
