"""Channels axis of images: by ``data_format``, and by the look of shapes."""

from collections.abc import Iterator

from kspec.analysis.flow import Flow
from kspec.spec.layers.base import Layer
from kspec.spec.network import Node
from kspec.spec.shapes import Shape, tensors

IMAGES = 4
PASSING = frozenset(("dropout", "neutral", "normalization", "padding"))
COLOURS = frozenset((1, 3))
SMALLEST = 16
"""Fewer pixels than this a side may well be a number of channels."""


def data_format(layer: Layer) -> str | None:
    """``channels_last`` or ``channels_first``; None for a layer that has no images."""
    if not hasattr(layer, "data_format"):
        return None
    return str(layer.data_format or "channels_last").lower()


def misread_inputs(flow: Flow) -> Iterator[tuple[Node, Shape, str]]:
    """Inputs of images whose shape looks like the other order than the first layer with weights
    reads, with that order.
    """
    for node, _ in flow.of("input"):
        tensor = next(tensors(flow.trace.results[node.name, 0].output), None)
        if tensor is None or tensor.shape is None or len(tensor.shape) != IMAGES:
            continue
        if any(_swapped(tensor.shape, form) for form in flow.data_formats):
            form = _first_format(flow, node)
            if form is not None and _swapped(tensor.shape, form):
                yield node, tensor.shape, form


def _first_format(flow: Flow, source: Node) -> str | None:
    """Data format of the first layer with weights that reads an input before any layer moves its
    axes.
    """
    for node in flow.consumers(source):
        for _, layer in ((node, node.layer), *flow.chain(node)):
            if layer is not None and layer.role == "affine":
                return data_format(layer)
            if layer is None or not (layer.role in PASSING or layer.value_effect.in_place):
                break
    return None


def _swapped(shape: Shape, form: str) -> bool:
    """Whether the axes look like the other order: one or three channels there, and a square
    image here.
    """
    _, first, middle, last = shape
    channels, side = (first, last) if form == "channels_last" else (last, first)
    return channels in COLOURS and middle == side and middle is not None and middle >= SMALLEST
