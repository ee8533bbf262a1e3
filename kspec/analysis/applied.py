"""Call of a layer with its weights, for counts of parameters and operations."""

import math
from collections.abc import Iterable, Mapping

from kspec.named_tuple import NamedTuple
from kspec.spec.layers.base import Layer
from kspec.spec.layers.weight import Weight
from kspec.spec.shapes import Shape, Structure, readable, tensors


class Applied(NamedTuple):
    """Call of a layer, with its weights."""

    layer: Layer
    args: tuple[Structure, ...]
    kwargs: Mapping[str, Structure]
    output: Structure
    weights: tuple[Weight, ...]

    @property
    def first(self) -> Structure:
        """The first argument."""
        return next(iter((*self.args, *self.kwargs.values())), None)

    @property
    def is_shapeless(self) -> bool:
        """Whether an input or an output is of unknown rank."""
        values = (*self.args, *self.kwargs.values(), self.output)
        return any(x.shape is None for one in values for x in tensors(one))

    @property
    def input_shape(self) -> Shape:
        """Shape of the first input tensor."""
        return shape_of(self.first)

    @property
    def output_shape(self) -> Shape:
        """Shape of the first output tensor."""
        return shape_of(self.output)

    @property
    def shapes(self) -> list[Shape]:
        """Shapes of all inputs in the first argument."""
        return [shape_of(x) for x in tensors(self.first)]

    def kernels(self, suffix: str = "kernel") -> int | None:
        """The elements of all weights whose name ends so, None where it has no weights yet."""
        if not self.weights:
            return None
        return total(product(w.shape) for w in self.weights if w.name.endswith(suffix))


def shape_of(structure: Structure) -> Shape:
    """The shape of the first tensor, with unknown sizes where it is not known."""
    x = next(tensors(structure), None)
    return (None, None) if x is None or x.shape is None else x.shape


def product(sizes: Iterable[int | None]) -> int | None:
    """The product, None where a size is not known."""
    known = list(sizes)
    return readable(math.prod(size or 0 for size in known)) if None not in known else None


def times(one: int | None, other: int | None) -> int | None:
    """The product of two."""
    return product((one, other))


def total(counts: Iterable[int | None]) -> int | None:
    """The sum, None where a count is not known."""
    known = list(counts)
    return readable(sum(count or 0 for count in known)) if None not in known else None
