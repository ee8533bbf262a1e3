"""Ranks around a layer whose arguments are invalid: of what it takes, and of what it gives."""

from kspec.spec.layers.base import Layer
from kspec.spec.network import Node
from kspec.spec.problem import Fault
from kspec.spec.registry import LAYERS
from kspec.spec.shapes import UNKNOWN, Structure, Tensor

KEEPS_RANK = frozenset(
    ("activation", "affine", "dropout", "neutral", "normalization", "padding", "pooling")
)
"""Roles of layers that keep the number of dimensions with any arguments."""


def rank_fault(layer: Layer, args: tuple[Structure, ...]) -> Fault | None:
    """Fault of the input's rank, which no field of the layer changes."""
    if (
        type(layer).check_rank is Layer.check_rank
        and len(args) == 1
        and isinstance(args[0], Tensor)
    ):
        try:
            layer.check_rank(args[0].shape)
        except Fault as fault:
            return fault
    return None


def output_of_same_rank(node: Node, args: tuple[Structure, ...]) -> Structure:
    """The output of a layer that Keras does not make, where no argument of its class changes the
    rank of its one input.
    """
    cls = LAYERS.find(node.class_name) if node.layer is None else type(node.layer)
    fed = args[0] if len(args) == 1 else None
    if getattr(cls, "role", None) not in KEEPS_RANK or not isinstance(fed, Tensor) or not fed.shape:
        return UNKNOWN
    return Tensor((fed.shape[0], *(None for _ in fed.shape[1:])), None)
