"""The fault of several tensors where a layer takes one."""

from collections.abc import Mapping

from kspec.spec.problem import Fault
from kspec.spec.shapes import Structure

_MERGE = "Merge the branches first (Concatenate, Add ...)."
_UNLIST = (
    "A model gives such a list when it has its one output in brackets: drop the outer ones, so "
    'that a file of Keras has "output_layers": ["name", 0, 0] (early versions of Keras 3 wrote '
    'both pairs), and a spec "outputs": "name".'
)


def several(layer: str, inputs: Structure) -> Fault:
    """Fault of a layer that takes one tensor and gets no single one."""
    count = len(inputs) if isinstance(inputs, list | tuple | Mapping) else 0
    got = "a list of one" if count == 1 else count
    message = f"{layer} takes one tensor, and gets {got}"
    return Fault("input_count", message, help=_UNLIST if count == 1 else _MERGE)
