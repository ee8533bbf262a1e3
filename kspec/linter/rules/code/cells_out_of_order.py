from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS830", "cells-out-of-order", Severity.ADVICE, since="0.1")
