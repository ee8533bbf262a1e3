from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS821", "undefined-name", Severity.ERROR, since="0.1")
