"""Layers that rearrange or repeat values without changing them."""

import math
from collections.abc import Iterator
from typing import ClassVar

from kspec.spec.fields import Int, PositiveInt
from kspec.spec.layers.base import Layer
from kspec.spec.layers.flatten import Rearranging
from kspec.spec.layers.layer_facts import InputSpec, Role
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.problem import Fault, Problem
from kspec.spec.shapes import Shape, product, show
from kspec.spec.spec_object import FieldRules


class Reshape(Rearranging):
    """Reshapes to ``target_shape``: ``(batch, ...)`` gives ``(batch, *target_shape)``.

    One -1 in ``target_shape``, which leaves out the batch, is the remaining size.
    """

    target_shape: list[Int | None]

    def conflicts(self) -> Iterator[Problem]:
        for index, dim in enumerate(self.target_shape):
            if dim is not None and dim < -1:
                message = f"{dim} is no size: a dimension is -1 (the rest) or not negative"
                yield Problem("invalid_value", ("target_shape", index), message)
        # None stands for an unknown size where not all of the sizes are known
        open_ = {-1, None} if self.partial_of is None else {-1}
        open_dims = sum(dim in open_ for dim in self.target_shape)
        if open_dims > 1:
            message = f'"target_shape" leaves {open_dims} sizes open, and only one can follow'
            yield Problem("invalid_value", ("target_shape",), message)

    def compute_output_shape(self, shape: Shape) -> Shape:
        target = tuple(self.target_shape)
        size = product(shape[1:])
        if size is None or None in target:
            return (shape[0], *(None if dim == -1 else dim for dim in target))
        fixed = product(tuple(dim for dim in target if dim != -1)) or 0
        if -1 not in target and size == fixed:
            return (shape[0], *target)
        if -1 in target and fixed and size % fixed == 0:
            return (shape[0], *(size // fixed if dim == -1 else dim for dim in target))
        message = (
            f"The input {show(shape)} has {size} values a sample, "
            f"and {show(target)} {'needs a multiple of' if -1 in target else 'needs'} {fixed}"
        )
        fitting = reshaped(shape, target)
        help_ = f'The sizes of "target_shape" must multiply to {size}.'
        if fitting is not None:
            help_ = f"For example {fitting}."
        raise Fault("impossible_reshape", message, field=("target_shape",), help=help_)


class Permute(Rearranging):
    """The axes in another order: ``"dims": [2, 1]`` makes ``(batch, b, a)`` of ``(batch, a, b)``.

    Axes count from 1; the batch stays first.
    """

    value_effect: ClassVar[ValueEffect] = Rearranging.value_effect._replace(moves_axes=True)

    dims: list[Int]

    def conflicts(self) -> Iterator[Problem]:
        count = len(self.dims)
        if sorted(self.dims) != list(range(1, count + 1)):
            message = f'"dims" must name each axis from 1 to {count} once, and is {self.dims}'
            yield Problem("invalid_value", ("dims",), message, help="The batch is not counted.")

    def check_rank(self, shape: Shape | None) -> Shape | None:
        rank = len(self.dims) + 1
        if shape is not None and len(shape) != rank:
            message = (
                f'"dims" of Permute orders {rank - 1} axes besides the batch, '
                f"and its input has {len(shape) - 1}: {show(shape)}"
            )
            raise Fault("input_rank", message, field=("dims",))
        return (None,) * rank if shape is None else shape

    def compute_output_shape(self, shape: Shape) -> Shape:
        return (shape[0], *(shape[dim] for dim in self.dims))


class RepeatVector(Layer):
    """A vector repeated as a sequence: ``(batch, features)`` gives ``(batch, n, features)``."""

    role: ClassVar[Role] = "rearranging"
    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")
    input_spec: ClassVar[InputSpec] = InputSpec(2, description="vectors (batch, features)")
    field_rules: ClassVar[FieldRules] = FieldRules(Layer.field_rules.strict | {"n"})

    n: PositiveInt

    def compute_output_shape(self, shape: Shape) -> Shape:
        return (shape[0], self.n, shape[1])


def reshaped(shape: Shape, target: object) -> list[int] | None:
    """The nearest shape that has as many values as the input: another size of one axis."""
    if None in shape[1:] or not isinstance(target, list | tuple) or not target:
        return None
    sizes = [size for size in target if isinstance(size, int)]
    count = math.prod(size or 0 for size in shape[1:])
    for index in (len(sizes) - 1, *range(len(sizes) - 1)):
        rest = math.prod(sizes[:index] + sizes[index + 1 :])
        if rest > 0 and count % rest == 0:
            return [*sizes[:index], count // rest, *sizes[index + 1 :]]
    return None
