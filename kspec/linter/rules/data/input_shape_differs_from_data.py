from collections.abc import Iterator

from kspec.analysis.data_faults import ShapeFault, shape_fault
from kspec.analysis.inputs import Input
from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import set_shape, unsafe
from kspec.linter.rule import Rule
from kspec.spec.problem import Related
from kspec.spec.shapes import show

rule = Rule("KS603", "input-shape-differs-from-data", Severity.ERROR, since="0.1", needs=("data",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    yield from _unpaired(model)
    for feed in model.inputs:
        fault = shape_fault(model, feed)
        if fault is not None:
            yield _finding(model, feed, fault)


def _unpaired(model: Analysis) -> Iterator[Finding]:
    """Findings of arrays that the data lacks, at the place that names the data where there is
    one.
    """
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
    """Whether the data has the same axes in another order, as channels first instead of last."""
    return sorted(map(str, fault.expected)) == sorted(map(str, fault.actual))


def _finding(model: Analysis, feed: Input, fault: ShapeFault) -> Finding:
    takes = f"takes samples of shape {show(fault.expected)}"
    gives = f"those of the data have {show(fault.actual)}"
    written, shape = feed.paths.get("input_shape"), list(fault.actual)
    related = (Related(feed.node.path, takes),) if written and feed.node.path else ()
    return rule.at(
        written or feed.node.path,
        f'The input "{feed.name}" {takes}, and {gives}',
        help="Reshape the data, or give the input its shape."
        + " A data set comes in batches." * (fault.actual == fault.expected[1:]),
        related=related,
        severity=Severity.ERROR if fault.certain else Severity.WARNING,
        fix=unsafe("Take the shape of the data", set_shape(model, feed.node, shape))
        if len(shape) == len(fault.expected) and not _is_moved(fault)
        else None,
    )
