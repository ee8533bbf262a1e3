from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.verdicts.kinds import loss_kind
from kspec.linter.finding import Finding, Severity
from kspec.linter.head_fixes import fix, set_activation
from kspec.linter.head_places import elsewhere, head_path, layer_name, whose
from kspec.linter.head_repair import Ending, become, repair
from kspec.linter.layer_fixes import unsafe
from kspec.linter.rule import Rule

rule = Rule("KS303", "softmax-single-unit", Severity.ERROR, since="0.1")


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    for output, _, _ in model.verdicts.get("softmax_single_unit", ()):
        classes = output.target.classes
        many = classes is not None and classes > 2  # two answers need one unit
        distance = loss_kind(output) == "regression" and not many
        loss = None if output.loss is None else output.loss.value
        mend = repair(model, output)
        if loss is not None and loss.kind == "binary" and not many and not loss.takes_logits:
            # One unit and a yes-or-no loss leave one reading.
            mend = fix("Use sigmoid", set_activation(model, output, "sigmoid"))
        elif mend is None and distance:
            mend = unsafe(set_activation(model, output, "linear"), message="Use no activation")
        elif mend is None and output.loss is not None and not many:
            mend = become(model, output, Ending(1, "sigmoid", "BinaryCrossentropy"), "Use sigmoid")
        path = head_path(model, output)
        yield rule.at(
            path,
            f"{whose(output)}softmax over the single unit of {layer_name(output)} is always 1: "
            "the network cannot learn",
            help=f"Give it one unit for each of the {classes} classes."
            if many
            else "Use no activation for a quantity; for yes or no "
            '"sigmoid" with "binary_crossentropy".'
            if distance
            else 'Use "sigmoid" with 1 unit for yes or no, or one softmax unit for each class.',
            related=elsewhere(model, output, path, "classes"),
            fix=mend,
        )
