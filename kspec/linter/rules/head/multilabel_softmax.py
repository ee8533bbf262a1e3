from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.head_fixes import set_activation, set_loss
from kspec.linter.head_places import elsewhere, head_path, layer_name, whose
from kspec.linter.layer_fixes import unsafe
from kspec.linter.rule import Rule

rule = Rule("KS313", "multilabel-softmax", Severity.ERROR, since="0.1")


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    for output, fault, _ in model.verdicts.get("multilabel_softmax", ()):
        changes = [set_activation(model, output, "sigmoid")]
        binary = output.loss is not None and output.loss.value.kind == "binary"
        if not binary:
            changes.append(set_loss(output, "BinaryCrossentropy"))
        path = head_path(model, output)
        task = "multilabel classification" if output.task is None else output.task.words
        yield rule.at(
            path,
            f"{whose(output)}softmax makes the labels of {layer_name(output)} compete, "
            f"and in {task} several are true at once",
            help='Use "sigmoid"' + ("." if binary else ' and "binary_crossentropy".'),
            related=elsewhere(model, output, path, "encoding"),
            severity=Severity.ERROR if fault.certain else Severity.WARNING,
            fix=unsafe(*changes, message="Judge every label by itself"),
        )
