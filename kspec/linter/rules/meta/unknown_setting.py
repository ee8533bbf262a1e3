from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS902", "unknown-setting", Severity.ERROR, since="0.1")
