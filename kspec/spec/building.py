"""Weights of a network's layers, which the first call builds."""

from collections.abc import Mapping

from kspec.spec.layers.base import Layer
from kspec.spec.layers.weight import Weight
from kspec.spec.network import Node
from kspec.spec.problem import Fault
from kspec.spec.shapes import Structure, Tensor, show, tensors


def stand_in(node: Node, layer: Layer, args: tuple[Structure, ...]) -> tuple[Structure, ...]:
    """The arguments of a layer with weights; an input of unknown shape has the one that a file of
    Keras built the layer for.
    """
    config = node.build_config
    shape = config.get("input_shape") if isinstance(config, Mapping) else None
    if not (isinstance(shape, list) and layer.has_weights and layer.role != "model"):
        return args
    match args:
        case (Tensor(None, dtype),) if _DIMS.issuperset(map(type, shape)):
            return (Tensor(tuple(shape), dtype),)
    return args


_DIMS = frozenset((int, type(None)))


def weights_of_call(
    node: Node,
    layer: Layer,
    earlier: tuple[Weight, ...] | None,
    args: tuple[Structure, ...],
    kwargs: Mapping[str, Structure],
) -> tuple[Weight, ...] | None:
    """The layer's weights after a call, None where they cannot be known.

    ``earlier`` are the weights after the calls before this one. A call that needs others is a
    `Fault`.
    """
    try:
        needed = tuple(layer.weights(*args, **kwargs))
    except Fault as fault:
        if earlier and fault.kind == "unknown_dimension":
            return earlier
        raise
    if not layer.knows_weights:
        return earlier or None
    if layer.opaque:
        return earlier or needed
    if not needed and any(x.shape is None for x in tensors(args)):
        return earlier if earlier is not None or layer.has_weights else ()
    for old, new in zip(earlier or (), needed, strict=False):
        if old.shape != new.shape:
            raise _of_another_call(node, old, new)
    return needed if earlier is None else earlier


def _of_another_call(node: Node, old: Weight, new: Weight) -> Fault:
    message = (
        f'"{node.name}" was built with the weight "{old.name}" of shape {show(old.shape)}, '
        f"and this call needs {show(new.shape)}"
    )
    help_ = "A shared layer takes the same feature size each time."
    return Fault("incompatible_shapes", message, help=help_)
