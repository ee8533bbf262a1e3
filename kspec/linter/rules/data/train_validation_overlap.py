from collections.abc import Iterator

from kspec.analysis.inputs import place_of_part
from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule

rule = Rule("KS609", "train-validation-overlap", Severity.WARNING, since="0.1", needs=("observed",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    overlap = None if model.observed is None else model.observed.overlap
    if overlap is None or not overlap.is_leak:
        return
    yield rule.at(
        place_of_part(model.spec, model.inputs, "validation"),
        f"{overlap.shared} of the {overlap.held_out} validation samples are trained on too, such "
        f"as row {overlap.first[0]}, which is row {overlap.first[1]} of the training data",
        help="Split the data once, and take out duplicates before.",
    )
