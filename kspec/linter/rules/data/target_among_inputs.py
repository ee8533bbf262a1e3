from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule

rule = Rule("KS616", "target-among-inputs", Severity.WARNING, since="0.1", needs=("observed",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    if model.observed is None or not model.observed.answers:
        return
    places = {feed.name: feed.node.path for feed in model.inputs}
    for answer in model.observed.answers:
        if answer.input in places:
            yield rule.at(
                places[answer.input],
                f'Column {answer.column} of "{answer.input}" is the target of "{answer.target}" '
                "itself, in every sample",
                help="Take this column out of the inputs.",
            )
