"""The checks of a layer's call that are not its own: one tensor, known sizes, known arguments."""

from collections.abc import Mapping

from kspec.spec.layers.layer_facts import LayerFacts
from kspec.spec.problem import Fault
from kspec.spec.shapes import Dim, Shape, Structure, Tensor, show

_MERGE = "Merge the branches first (Concatenate, Add ...)."
_UNLIST = (
    "A model gives such a list when it has its one output in brackets: drop the outer ones, so "
    'that a file of Keras has "output_layers": ["name", 0, 0] (early versions of Keras 3 wrote '
    'both pairs), and a spec "outputs": "name".'
)


def single_input(layer: LayerFacts, inputs: Structure) -> Tensor:
    """The input of a layer of one tensor; a `Fault` for a list, even of one tensor."""
    if isinstance(inputs, Tensor):
        return inputs
    count = len(inputs) if isinstance(inputs, list | tuple | Mapping) else 0
    got = "a list of one" if count == 1 else count
    message = f"{type(layer).__name__} takes one tensor, and gets {got}"
    raise Fault("input_count", message, help=_UNLIST if count == 1 else _MERGE)


def check_arguments(layer: LayerFacts, arguments: Mapping[str, object]) -> None:
    """Raise a `Fault` for arguments that Keras's ``call`` lacks."""
    for name in arguments:
        if name not in layer.call_spec.arguments:
            message = f'{type(layer).__name__} takes no argument "{name}" when it is called'
            raise Fault("invalid_value", message, help="Remove it from the call.")


def size_of(layer: LayerFacts, shape: Shape, axis: int) -> Dim:
    """The size of an axis; a `Fault` where the shape lacks the axis, as in a damaged file."""
    if -len(shape) <= axis < len(shape):
        return shape[axis]
    message = f"{type(layer).__name__} needs the axis {axis}, and {show(shape)} has none"
    raise Fault("input_rank", message)


def require_known(layer: LayerFacts, dim: Dim, subject: str) -> int:
    """The size of a dimension that weights depend on; a `Fault` for an unknown one."""
    if dim is None:
        message = f"{type(layer).__name__} builds weights for {subject}, which is not known (None)"
        help_text = "Give this dimension a fixed size in the input's shape."
        raise Fault("unknown_dimension", message, help=help_text)
    return dim
