from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS861", "gradients-of-other-weights", Severity.ERROR, since="0.1")
