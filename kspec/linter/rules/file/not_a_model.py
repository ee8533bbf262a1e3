from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS004",
    "not-a-model",
    Severity.ERROR,
    since="0.1",
    reports=("not_a_model", "keras_2_file", "unreadable_model"),
)
