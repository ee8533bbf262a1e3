from kspec.linter.finding import Severity
from kspec.linter.rule import Rule
from kspec.linter.shape_repair import shape_fix

rule = Rule("KS201", "input-rank", Severity.ERROR, since="0.1")
rule.fix(shape_fix)
