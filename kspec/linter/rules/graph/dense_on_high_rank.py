from collections.abc import Iterator

from kspec.analysis.flow import HEADWARD, Flow
from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import POOLING, before, unsafe
from kspec.linter.rule import Rule
from kspec.spec.network import Node
from kspec.spec.problem import Related
from kspec.spec.shapes import Shape, Tensor, show

rule = Rule("KS210", "dense-on-high-rank", Severity.WARNING, since="0.1")

MAPS = 4
"""The rank of a batch of images."""
PER_PIXEL = frozenset(("segmentation", "autoencoding", "sequence_labeling"))
PASSING = frozenset(("dropout", "neutral", "normalization", "activation", "pooling"))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    # An output whose rank is known to be wrong is an error of its own (KS310).
    judged = any(not one.fault.unless for one in model.verdicts.get("head_rank_mismatch", ()))
    for flow in model.flows:
        for node, _ in flow.of("affine"):
            tensor = flow.trace.first_input(node)
            if tensor.shape is None or len(node.calls) != 1:
                continue
            end = _where_it_leads(flow, node) if _is_first_dense(flow, node, tensor) else None
            if end is not None and not (judged and end == "output") and not _is_per_pixel(model):
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
        fix=unsafe(before(model, node, {"type": kind})),
    )


def _is_per_pixel(model: Analysis) -> bool:
    """Whether the network is declared to predict something for every position."""
    if model.spec is None:
        return True
    shape = model.facts.sole("target_shape")
    return bool(PER_PIXEL & model.facts.tasks) or (shape is not None and len(shape.value) > 1)


def _is_first_dense(flow: Flow, node: Node, x: Tensor) -> bool:
    """Whether a layer is dense, on feature maps of convolutions or of the input."""
    layer = node.layer
    if layer is None or not layer.value_effect.on_last_axis or (x.rank or 0) < MAPS:
        return False
    for _, earlier in flow.chain_back(node):
        if earlier.role == "input" or (
            earlier.role == "affine" and not earlier.value_effect.on_last_axis
        ):
            return True
        if earlier.role not in PASSING and not earlier.value_effect.in_place:
            return False
    return False


def _where_it_leads(flow: Flow, node: Node) -> str | None:
    """End of a chain of dense layers: a ``flatten`` or the ``output``; None if maps stay maps."""
    last = node
    for following, layer in flow.chain(node):
        if layer.role == "rearranging":
            return "flatten" if layer.value_effect.flattens else None
        if layer.role not in HEADWARD and not layer.value_effect.on_last_axis:
            return None
        last = following
    if last.name not in flow.outputs or flow.consumers(last):
        return None
    return None if _keeps_resolution(flow, last) else "output"


def _keeps_resolution(flow: Flow, last: Node) -> bool:
    """Whether the output has a value for every pixel of the input, which a layer could lose."""
    out = flow.trace.results[last.name, 0].output
    first = next((node for node in flow.network.nodes.values() if node.is_input), None)
    if first is None or not isinstance(out, Tensor) or out.shape is None:
        return True
    output = flow.trace.results[first.name, 0].output
    convolved = any(
        layer.role == "affine" and not layer.value_effect.on_last_axis
        for _, layer in flow.chain_back(last)
    )
    same_size = (
        isinstance(output, Tensor)
        and output.shape is not None
        and output.shape[1:-1] == out.shape[1:-1]
    )
    return convolved and same_size
