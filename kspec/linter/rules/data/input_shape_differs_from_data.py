from collections.abc import Iterator

from kspec.analysis.data_faults import ShapeFault, shape_fault
from kspec.analysis.inputs import Input
from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import set_shape, unsafe
from kspec.linter.rule import Rule
from kspec.spec.problem import Related
from kspec.spec.shapes import show

SEQUENCE = 2
"""Axes of a sample of steps and features."""

rule = Rule("KS603", "input-shape-differs-from-data", Severity.ERROR, since="0.1", needs=("data",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    yield from _unpaired(model)
    for feed in model.inputs:
        fault = shape_fault(model, feed)
        if fault is not None:
            yield _finding(model, feed, fault)


def _unpaired(model: Analysis) -> Iterator[Finding]:
    """Findings of arrays that the data lacks, at the place that names the data."""
    if model.observed is None or model.spec is None:
        return
    path = model.spec.network.path
    help_ = "Give each input and output an array of as many samples, or a dictionary by name."
    if model.observed.of_source:
        path = model.spec.path("data", "source")
        help_ = 'Name what it holds in "features" and "target".'
    for sentence in model.observed.unpaired:
        yield rule.at(path, sentence, help=help_)


def _is_moved(fault: ShapeFault) -> bool:
    """Whether images have the same axes in another order, as channels first instead of last."""
    return len(fault.actual) > SEQUENCE and sorted(map(str, fault.expected)) == sorted(
        map(str, fault.actual)
    )


def _is_of_other(model: Analysis, feed: Input, fault: ShapeFault) -> bool:
    """Whether the data has the shape that another input takes, as arrays in the wrong order."""
    others = [one.tensor.shape for one in model.inputs if one is not feed]
    return any(shape is not None and shape[1:] == fault.actual for shape in others)


def _finding(model: Analysis, feed: Input, fault: ShapeFault) -> Finding:
    takes = f"takes samples of shape {show(fault.expected)}"
    gives = f"those of the data have {show(fault.actual)}"
    written, shape, fix = feed.paths.get("input_shape"), list(fault.actual), None
    ordered = not _is_moved(fault) and not _is_of_other(model, feed, fault)
    if len(shape) == len(fault.expected) and ordered:
        fix = unsafe(set_shape(model, feed.node, shape), message="Take the shape of the data")
    path = (written or feed.node.path) if fix is None else fix.path
    places = {feed.node.path: takes} | ({written: gives} if written else {})
    return rule.at(
        path,
        f'The input "{feed.name}" {takes}, and {gives}',
        help="Reshape the data, or give the input its shape."
        + " A data set comes in batches." * (fault.actual == fault.expected[1:]),
        related=tuple(
            Related(place, words) for place, words in places.items() if place and place != path
        ),
        severity=Severity.ERROR if fault.certain else Severity.WARNING,
        fix=fix,
        unless=("KS212",) if fault.actual == fault.expected[1:] else (),
    )
