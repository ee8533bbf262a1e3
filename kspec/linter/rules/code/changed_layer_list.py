from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS848", "changed-layer-list", Severity.WARNING, since="0.1")
