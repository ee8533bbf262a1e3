from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS838", "shuffled-predictions", Severity.ERROR, since="0.1")
