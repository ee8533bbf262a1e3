from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Output
from kspec.linter.finding import Finding, Fix, Severity
from kspec.linter.head_fixes import fix, set_loss
from kspec.linter.head_places import elsewhere, loss_name, whose
from kspec.linter.head_repair import Ending, become, repair
from kspec.linter.rule import Rule

rule = Rule("KS307", "label-encoding-mismatch", Severity.ERROR, since="0.1")

_MESSAGES = {
    "rows-for-sparse": "takes class numbers, and each target is a row with a value for each class",
    "numbers-for-categorical": "takes one-hot rows, and the targets are class numbers",
    "numbers-for-rows": "takes targets of the output's shape, and each target is a single number",
}
_OTHER = {
    "CategoricalCrossentropy": "SparseCategoricalCrossentropy",
    "SparseCategoricalCrossentropy": "CategoricalCrossentropy",
}


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    for output, fault, _ in model.verdicts.get("label_encoding_mismatch", ()):
        if output.loss is None:
            continue
        other = _OTHER.get(type(output.loss.value).__name__)
        sparse = fault.case != "rows-for-sparse"
        prefix = "sparse_" if sparse else ""
        labels = "one-hot rows" if sparse else "class numbers"
        yield rule.at(
            output.loss.path,
            f"{whose(output)}{loss_name(output)} {_MESSAGES[fault.case]}",
            help=f'Write "{prefix}categorical_crossentropy", or make {labels} of the targets.',
            related=elsewhere(model, output, output.loss.path, "encoding", "shape"),
            severity=Severity.ERROR if fault.certain else Severity.WARNING,
            unless=fault.unless,
            fix=fix("Take the loss for these labels", set_loss(output, other))
            if other
            else _of_numbers(model, output),
        )


def _of_numbers(model: Analysis, output: Output) -> Fix | None:
    """Fix that sets the head and the loss for class numbers, in the place of a loss for rows."""
    sparse = Ending(None, "softmax", "SparseCategoricalCrossentropy")
    return repair(model, output) or become(model, output, sparse)
