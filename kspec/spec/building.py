"""The weights of a layer: made by its first call, or before it from what a file of Keras says.

A file keeps the shape that each layer was built for (``build_config``). Keras builds the layer for
this shape before it wires the model, so that a stale one is refused when the real input comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeGuard

from kspec.spec.layers.base import Layer, Weight
from kspec.spec.network import Node
from kspec.spec.problem import Fault
from kspec.spec.shapes import Shape, Structure, Tensor, show, tensors

Arguments = Mapping[str, Structure]


class Built(NamedTuple):
    """What a layer was built for, as a file says: arguments of its ``call``, and the weights."""

    args: tuple[Structure, ...]
    kwargs: Arguments
    weights: tuple[Weight, ...]


def from_file(node: Node) -> Built | None:
    """The layer as its ``build_config`` builds it, None without a usable one.

    Raises a `Fault` where Keras cannot build from it.
    """
    layer, config = node.layer, node.build_config
    if layer is None or not config or layer.role == "model":
        return None
    if not layer.has_weights and layer.role != "merge":
        return None
    try:
        args, kwargs = _arguments(config, layer.compute_dtype)
        if not args and not kwargs:
            return None
        if not layer.builds_from_file:
            for x in tensors(args):
                layer.checked(x.shape)
            return None
        if layer.role == "merge":
            layer.applied(*args, **kwargs)
        return Built(args, kwargs, tuple(layer.weights(*args, **kwargs)))
    except (IndexError, TypeError, ValueError):
        if "input_shape" not in config:
            # Shapes by names that this class does not know: then the first call builds it.
            return None
        message = f'"build_config" of "{node.name}" has no usable shape: {config["input_shape"]}'
        raise Fault("stale_build_config", message, help=_HELP) from None
    except Fault as fault:
        message = f'"build_config" cannot build "{node.name}": {fault.message}'
        raise Fault("stale_build_config", message, help=_HELP) from None


def _arguments(
    config: Mapping[str, object], dtype: str
) -> tuple[tuple[Structure, ...], dict[str, Structure]]:
    """What the file says that the layer was called on."""
    if "input_shape" in config:
        return (_structure(config["input_shape"], dtype),), {}
    shapes = config.get("shapes_dict")
    if not isinstance(shapes, Mapping):
        return (), {}
    named = {str(name).removesuffix("_shape"): shape for name, shape in shapes.items()}
    return (), {name: _structure(shape, dtype) for name, shape in named.items()}


_HELP = 'Remove "build_config": Keras then builds the layer for its real input.'


def _structure(value: object, dtype: str) -> Structure:
    if _is_shape(value):
        return Tensor(tuple(value), dtype)
    if isinstance(value, list):
        return [_structure(item, dtype) for item in value]
    if isinstance(value, dict):
        return {key: _structure(item, dtype) for key, item in value.items()}
    message = "no shape"
    raise ValueError(message)


_DIMS = frozenset((int, type(None)))


def _is_shape(value: object) -> TypeGuard[list[int | None]]:
    return isinstance(value, list) and _DIMS.issuperset(map(type, value))


def stand_in(built: Built | None, args: tuple[Structure, ...]) -> tuple[Structure, ...]:
    """The arguments, with shapes from the file where the real ones are not known."""
    if built is None or built.args == args or len(built.args) != len(args):
        return args
    return tuple(_filled(given, known) for given, known in zip(args, built.args, strict=True))


def _filled(given: Structure, known: Structure) -> Structure:
    if isinstance(given, Tensor):
        is_better = given.shape is None and isinstance(known, Tensor)
        return (
            Tensor(known.shape, given.dtype) if is_better and isinstance(known, Tensor) else given
        )
    if isinstance(given, list) and isinstance(known, list) and len(given) == len(known):
        return [_filled(one, other) for one, other in zip(given, known, strict=True)]
    return given


def weights_of_call(
    node: Node,
    layer: Layer,
    before: tuple[Weight, ...] | None,
    built: Built | None,
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
    if layer.opaque:
        return earlier or (needed if layer.knows_weights else None)
    if not needed and any(x.shape is None for x in tensors(args)):
        return earlier if earlier is not None or layer.has_weights else ()
    for old, new in zip(earlier or (), needed, strict=False):
        if old.shape != new.shape or (built is not None and _other_rank(layer, built.args, args)):
            raise _misfit(node, old, new, built, args)
    return needed if earlier is None else earlier


def _other_rank(layer: Layer, one: tuple[Structure, ...], other: tuple[Structure, ...]) -> bool:
    ranks = [[x.rank for x in tensors(args)] for args in (one, other)]
    return layer.keeps_rank and None not in ranks[1] and ranks[0] != ranks[1]


def _misfit(
    node: Node, old: Weight, new: Weight, built: Built | None, args: tuple[Structure, ...]
) -> Fault:
    if built is not None:
        message = (
            f'"build_config" says that "{node.name}" was built for {_shown(built.args)}, '
            f"and its input is {_shown(args)}"
        )
        return Fault("stale_build_config", message, help=_HELP)
    message = (
        f'"{node.name}" was built with the weight "{old.name}" of shape {show(old.shape)}, '
        f"and this call needs {show(new.shape)}"
    )
    help_ = "A shared layer takes the same feature size each time."
    return Fault("incompatible_shapes", message, help=help_)


def _shown(args: tuple[Structure, ...]) -> str:
    shapes: list[Shape | None] = [x.shape for x in tensors(args)]
    return " and ".join(map(show, shapes))
