"""Weights of a network's layers: built by the first call, or before it from a Keras file's
``build_config``.
"""

from kspec.spec.layers.base import Layer
from kspec.spec.layers.build_config import are_others, stale
from kspec.spec.layers.weight import Arguments, BuildConfig, Weight
from kspec.spec.network import Node
from kspec.spec.problem import Fault
from kspec.spec.shapes import Structure, Tensor, show, tensors


def stand_in(built: BuildConfig | None, args: tuple[Structure, ...]) -> tuple[Structure, ...]:
    """The arguments, with shapes from the file where the real ones are not known."""
    if built is None or built.args == args or len(built.args) != len(args):
        return args
    return tuple(_filled(arg, known) for arg, known in zip(args, built.args, strict=True))


def _filled(arg: Structure, known: Structure) -> Structure:
    if isinstance(arg, Tensor):
        is_better = arg.shape is None and isinstance(known, Tensor)
        return Tensor(known.shape, arg.dtype) if is_better and isinstance(known, Tensor) else arg
    if isinstance(arg, list) and isinstance(known, list) and len(arg) == len(known):
        return [_filled(one, other) for one, other in zip(arg, known, strict=True)]
    return arg


def weights_of_call(
    node: Node,
    layer: Layer,
    before: tuple[Weight, ...] | None,
    built: BuildConfig | None,
    args: tuple[Structure, ...],
    kwargs: Arguments,
) -> tuple[Weight, ...] | None:
    """The layer's weights after a call, None where they cannot be known.

    ``before`` are the weights after the calls before this one. A call that needs others than
    these, or than those of the file, is a `Fault`.
    """
    if built is not None and args == built.args and kwargs == built.kwargs:
        return built.weights
    earlier = before if built is None else built.weights
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
    if built is not None and (
        are_others(built.weights, needed) or not _compatible_with_build(layer, built, args)
    ):
        raise stale(node.name, built, args)
    for old, new in zip(earlier or (), needed, strict=False):
        if old.shape != new.shape:
            raise _of_another_call(node, old, new)
    return needed if earlier is None else earlier


def _compatible_with_build(layer: Layer, built: BuildConfig, args: tuple[Structure, ...]) -> bool:
    """Whether the build of a layer fits inputs of these shapes, apart from its weights."""
    pairs = [
        (before.shape, now.shape)
        for before, now in zip(tensors(built.args), tensors(args), strict=False)
        if before.shape is not None and now.shape is not None
    ]
    return not pairs or layer.compatible_with_build(*zip(*pairs, strict=True))


def _of_another_call(node: Node, old: Weight, new: Weight) -> Fault:
    message = (
        f'"{node.name}" was built with the weight "{old.name}" of shape {show(old.shape)}, '
        f"and this call needs {show(new.shape)}"
    )
    help_ = "A shared layer takes the same feature size each time."
    return Fault("incompatible_shapes", message, help=help_)
