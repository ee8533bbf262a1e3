from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.head_fixes import fix, set_logits
from kspec.linter.head_places import elsewhere, layer_name, loss_name, whose
from kspec.linter.rule import Rule

rule = Rule("KS305", "logits-without-from-logits", Severity.ERROR, since="0.1")


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    for output, _, _ in model.verdicts.get("logits_without_from_logits", ()):
        if output.loss is None:
            continue
        function = "sigmoid" if output.loss.value.kind == "binary" else "softmax"
        yield rule.at(
            output.loss.path,
            f"{whose(output)}{loss_name(output)} expects probabilities, and {layer_name(output)} "
            "gives scores: it has no activation",
            help=f'Set "from_logits" to true, or give the head "activation": "{function}".',
            related=elsewhere(model, output, output.loss.path),
            fix=fix('Set "from_logits" to true', set_logits(model, output, on=True)),
        )
