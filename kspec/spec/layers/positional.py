"""Positional arguments of a call behind its inputs."""

from kspec.spec.layers.base import Layer
from kspec.spec.problem import Fault
from kspec.spec.shapes import Structure


def bind_positional(
    layer: Layer, args: tuple[Structure, ...], arguments: dict[str, Structure]
) -> tuple[tuple[Structure, ...], dict[str, Structure]]:
    """Name the positional arguments behind the inputs of a call; a `Fault` where Keras raises."""
    names, label = layer.call_spec.arguments, type(layer).__name__
    if layer.call_spec.inputs_are_arguments or not 1 < len(args) <= 1 + len(names):
        return args, arguments
    placed = dict(zip(names, args[1:], strict=False))
    if placed.get("training") is not None:
        message = f"{label} is called with {len(args)} arguments by their places"
        raise Fault("invalid_value", message, help="It takes all but the first by their names.")
    for name in placed:
        if name in arguments:
            message = f'{label} gets "{name}" by its place and by its name'
            raise Fault("invalid_value", message, help="Give it once.")
    return args[:1], {**placed, **arguments}
