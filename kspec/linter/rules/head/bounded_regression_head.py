from collections.abc import Iterator
from functools import partial

from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Output
from kspec.analysis.verdicts.kinds import loss_kind
from kspec.linter.finding import Finding, Severity
from kspec.linter.head_fixes import set_activation
from kspec.linter.head_places import activation_words, elsewhere, head_path, layer_name, whose
from kspec.linter.layer_fixes import unsafe
from kspec.linter.rule import Rule

rule = Rule("KS314", "bounded-regression-head", Severity.WARNING, since="0.1")

BOUNDED = frozenset(("relu", "relu6", "tanh", "hard_tanh", "sigmoid", "hard_sigmoid"))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for output, _, _ in model.verdicts.get("bounded_regression_head", ()):
        path = head_path(model, output)
        yield rule.at(
            path,
            f"{whose(output)}{activation_words(output)} of {layer_name(output)} makes the "
            f"{output.head.units} values sum to one, and the task is regression",
            help="Remove the activation; for shares that do sum to one, leave it and take "
            '"kl_divergence".',
            related=elsewhere(model, output, path),
            fix=unsafe(set_activation(model, output, "linear"), message="Use no activation"),
        )
    yield from map(partial(_advice, model), filter(_may_be_too_narrow, model.outputs))


def _may_be_too_narrow(output: Output) -> bool:
    regression = output.task is not None and output.task.name == "regression"
    narrow = output.head.activation in BOUNDED and output.target.range is None
    return regression and narrow and loss_kind(output) == "regression"


def _advice(model: Analysis, output: Output) -> Finding:
    path, facts = head_path(model, output), output.head.facts
    reach = "" if facts is None else f" from {facts.low:g} to {facts.high:g}"
    return rule.at(
        path,
        f"{whose(output)}{activation_words(output)} of {layer_name(output)} gives values{reach} "
        "only, and nothing is said of the targets",
        help='Remove the activation, or write the "target_range" in "data".',
        severity=Severity.ADVICE,
        related=elsewhere(model, output, path),
    )
