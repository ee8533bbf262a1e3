from collections.abc import Iterator
from itertools import chain

from kspec.analysis.flow import Flow
from kspec.analysis.maps import is_first_dense, is_per_pixel, where_it_leads
from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import POOLING, before, unsafe
from kspec.linter.rule import Rule
from kspec.spec.network import Node
from kspec.spec.problem import Related
from kspec.spec.shapes import Shape, show

rule = Rule("KS210", "dense-on-high-rank", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    if is_per_pixel(model):
        return
    # An output whose rank is known to be wrong is an error of its own (KS310).
    judged = any(not one.fault.unless for one in model.verdicts.get("head_rank_mismatch", ()))
    for flow in model.flows:
        dense = (placed for cls, placed in flow.by_class.items() if cls.value_effect.on_last_axis)
        for node, _ in chain.from_iterable(dense):
            tensor = flow.trace.first_input(node)
            if tensor.shape is None or len(node.calls) != 1:
                continue
            end = where_it_leads(flow, node) if is_first_dense(flow, node, tensor) else None
            if end is not None and not (judged and end == "output"):
                yield _finding(model, flow, node, tensor.shape, end)


def _finding(model: Analysis, flow: Flow, node: Node, shape: Shape, end: str) -> Finding:
    source = flow.previous(node)
    related: tuple[Related, ...] = ()
    if source is not None and source.path != node.path and source.path:
        related = (Related(source.path, f'"{source.name}" gives {show(shape)}'),)
    kind = "Flatten" if None not in shape[1:] else POOLING.get(len(shape), "Flatten")
    late = "the Flatten comes after it" if end == "flatten" else "nothing flattens them"
    return rule.at(
        node.path,
        f'"{node.name}" works on the last axis of {show(shape)} only: {late}',
        help='Put {"type": "Flatten"} or a global pooling before it.',
        related=related,
        fix=unsafe("", before(model, node, {"type": kind})),
    )
