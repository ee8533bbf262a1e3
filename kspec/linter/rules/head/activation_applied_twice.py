from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Output
from kspec.linter.finding import Finding, Severity
from kspec.linter.head_fixes import fix, set_activation, set_logits
from kspec.linter.head_places import elsewhere, exists, head_path, layer_name, loss_name, whose
from kspec.linter.layer_fixes import unsafe
from kspec.linter.rule import Rule

rule = Rule("KS306", "activation-applied-twice", Severity.ERROR, since="0.1")


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    for output, fault, _ in model.verdicts.get("activation_applied_twice", ()):
        severity = Severity.ERROR if fault.certain else Severity.WARNING
        finding = _in_layers(model, output) if fault.case == "steps" else _in_loss(model, output)
        yield finding._replace(severity=severity)


def _in_layers(model: Analysis, output: Output) -> Finding:
    first, second = output.head.trail.steps[-2:]
    path = head_path(model, output)
    return rule.at(
        path,
        f"{whose(output)}{second.name} is applied to the {first.name} of "
        f'"{first.node.name}": the values are squashed twice',
        help="Remove one of the two.",
        related=elsewhere(model, output, path),
        fix=unsafe(set_activation(model, output, "linear"), message="Make the second linear"),
    )


def _in_loss(model: Analysis, output: Output) -> Finding:
    activation, loss = output.head.activation, output.loss
    own = "sigmoid" if loss is not None and loss.value.kind == "binary" else "softmax"
    path = () if loss is None else loss.path
    for switch in ((*path, "from_logits"), (*path, "config", "from_logits")):
        path = switch if exists(model, switch) else path
    return rule.at(
        path,
        f"{whose(output)}{loss_name(output)} applies {own} itself, "
        f"and {layer_name(output)} has already applied {activation}",
        help='Remove "from_logits", or the activation of the head.'
        if exists(model, path) and path[-1] == "from_logits"
        else "Remove the activation of the head.",
        related=elsewhere(model, output, path),
        fix=fix('Set "from_logits" to false', set_logits(model, output, on=False))
        if activation == own and path[-1] == "from_logits"
        else unsafe(set_activation(model, output, "linear"), message="Remove the activation"),
    )
