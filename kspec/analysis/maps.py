"""Dense layers on feature maps of images: the source of the maps, and their consumers."""

from kspec.analysis.flow import HEADWARD, Flow
from kspec.analysis.model import Analysis
from kspec.spec.network import Node
from kspec.spec.shapes import Tensor

MAPS = 4
"""The rank of a batch of images."""

PER_PIXEL = frozenset(("segmentation", "autoencoding", "sequence_labeling"))
PASSING = frozenset(("dropout", "neutral", "normalization", "activation", "pooling"))


def is_per_pixel(model: Analysis) -> bool:
    """Whether the network is declared to predict something for every position."""
    if model.spec is None:
        return True
    shape = model.facts.sole("target_shape")
    return bool(PER_PIXEL & model.facts.tasks) or (shape is not None and len(shape.value) > 1)


def is_first_dense(flow: Flow, node: Node, x: Tensor) -> bool:
    """Whether a layer is a dense layer on feature maps that come straight from convolutions or from
    the input.
    """
    layer = node.layer
    if layer is None or not layer.value_effect.on_last_axis or (x.rank or 0) < MAPS:
        return False
    for _, before in flow.chain_back(node):
        if before.role == "input" or (
            before.role == "affine" and not before.value_effect.on_last_axis
        ):
            return True
        if before.role not in PASSING and not before.value_effect.in_place:
            return False
    return False


def where_it_leads(flow: Flow, node: Node) -> str | None:
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
    """Whether the output has a value for every pixel of the input, when there was anything
    before it to lose them.
    """
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
