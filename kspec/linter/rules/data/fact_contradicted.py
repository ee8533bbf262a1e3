from collections.abc import Iterator

from kspec.analysis.data_faults import label_fault, shape_fault, token_fault
from kspec.analysis.model import Analysis
from kspec.analysis.observations import Contradiction
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule

rule = Rule("KS613", "fact-contradicted", Severity.WARNING, since="0.1", needs=("observed",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    if model.observed is None or not model.observed.contradictions:
        return
    reported = set(_said_elsewhere(model))
    for one in model.observed.contradictions:
        if (one.fact, one.end) not in reported:
            yield _finding(one)


def _said_elsewhere(model: Analysis) -> Iterator[tuple[str, str]]:
    """Yield the facts whose effect on the network another rule reports."""
    for feed in model.inputs:
        if shape_fault(model, feed) is not None:
            yield "input_shape", feed.name
        if token_fault(model, feed) is not None:
            yield "input_range", feed.name
    for verdicts in model.verdicts.values():
        for verdict in verdicts:
            yield from _of_target(verdict.output.head.name)
    for output in model.outputs:
        if label_fault(model, output) is not None:
            yield from _of_target(output.head.name)


def _of_target(name: str) -> Iterator[tuple[str, str]]:
    for fact in ("classes", "target_encoding", "target_range", "target_shape"):
        yield fact, name


def _finding(one: Contradiction) -> Finding:
    return rule.at(
        one.path,
        f'"{one.fact}" is declared as {one.declared}, and the data has {one.observed}',
        help="Correct what is declared, or look at the data.",
    )
