from collections.abc import Iterator

from kspec.analysis.inputs import place_of_part
from kspec.analysis.model import Analysis
from kspec.analysis.observations import Overlap
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule

rule = Rule("KS615", "test-overlap", Severity.WARNING, since="0.1", needs=("observed",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    observed = model.observed
    if observed is None:
        return
    trained, validated = _leak(observed.test_overlap), _leak(observed.test_validated)
    overlap = trained or validated
    if overlap is None:
        return
    shared = [
        f"{leak.shared} are {verb} on"
        for leak, verb in ((trained, "trained"), (validated, "validated"))
        if leak is not None
    ]
    whose = "training" if trained is not None else "validation"
    yield rule.at(
        place_of_part(model.spec, model.inputs, "test"),
        f"Of the {overlap.held_out} test samples, {' and '.join(shared)} too: row "
        f"{overlap.first[0]} is row {overlap.first[1]} of the {whose} data",
        help="Split the data once, and take out duplicates before.",
    )


def _leak(overlap: Overlap | None) -> Overlap | None:
    return overlap if overlap is not None and overlap.is_leak else None
