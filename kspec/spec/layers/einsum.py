"""A dense layer whose product is written as an equation."""

import re
from collections.abc import Iterator
from math import prod
from typing import ClassVar

from kspec.named_tuple import NamedTuple
from kspec.spec.activations import ActivationName
from kspec.spec.fields import Anything, NonNegativeInt, Str
from kspec.spec.layers.checks import require_known
from kspec.spec.layers.layer_facts import Runtime
from kspec.spec.layers.quantized import Quantizable, quantizable
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.layers.weight import Weight
from kspec.spec.named import Constraint, Initializer, Regularizer
from kspec.spec.problem import Fault, Problem
from kspec.spec.shapes import Dim, Shape, show
from kspec.spec.spec_object import field

_FORMS = (
    re.compile(r"()([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)$"),
    re.compile(r"(\.\.\.)([a-zA-Z]+),([a-zA-Z]+)->\.\.\.([a-zA-Z]+)$"),
    re.compile(r"()([a-zA-Z]{2,})\.\.\.,([a-zA-Z]+)->([a-zA-Z]+)\.\.\.$"),
)


class Equation(NamedTuple):
    """The letters of an equation, and whether axes before them are left open."""

    inputs: str
    weights: str
    outputs: str
    open_left: bool


class EinsumDense(Quantizable):
    """A dense layer by an equation: ``"abc,cd->abd"`` maps the last of three axes.

    ``output_shape`` (without the batch) gives the sizes of the new axes; null is an axis that keeps
    its size.
    """

    value_effect: ClassVar[ValueEffect] = ValueEffect("computes")
    runtime: ClassVar[Runtime] = Runtime("numbers")

    equation: Str
    output_sizes: NonNegativeInt | list[NonNegativeInt | None] = field(alias="output_shape")
    activation: ActivationName = None
    bias_axes: Str | None = None
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    bias_constraint: Constraint = None
    lora_rank: NonNegativeInt | None = None
    lora_alpha: Anything = None
    gptq_unpacked_column_size: Anything = None
    quantization_config: Anything = None

    @property
    def parts(self) -> Equation | None:
        """Parts of the equation, None where it has none of the three forms."""
        for form in _FORMS:
            if match := form.match(self.equation):
                left, inputs, weights, outputs = match.groups()
                return Equation(inputs, weights, outputs, bool(left))
        return None

    def conflicts(self) -> Iterator[Problem]:
        parts = self.parts
        if parts is None:
            yield _invalid("equation", f'"{self.equation}" is no equation of EinsumDense', _SHAPES)
            return
        for letter in parts.outputs:
            if letter not in parts.inputs + parts.weights:
                yield _invalid("equation", f'"{letter}" is in the output of the equation only')
            elif parts.outputs.count(letter) > 1:
                yield _invalid("equation", f'"{letter}" is in the output of the equation twice')
        for letter in parts.weights:
            if letter not in parts.inputs + parts.outputs:
                yield _invalid("equation", f'"{letter}" is in the weights of the equation only')
        if self.bias_axes is not None and not set(self.bias_axes) <= set(parts.outputs):
            help_text = f'They are letters of "{parts.outputs}".'
            yield _invalid("bias_axes", "The bias axes are not in the output", help_text)
        if self.bias_axes == "":
            yield _invalid("bias_axes", "The bias has no axes", "Write null for no bias.")

    def compute_output_shape(self, shape: Shape) -> Shape:
        parts = self.parts
        if parts is None:
            return shape
        sizes_by_letter = self._sizes_by_letter(parts, shape)
        full = self._full(parts, shape)
        sizes = self._sizes(parts, shape, full)
        for letter, size in sizes_by_letter.items():
            expected = sizes.get(letter)
            if expected is not None and expected != size:
                kind = "unknown_dimension" if size is None else "incompatible_shapes"
                message = (
                    f'The axis "{letter}" has {size} in the input and {expected} in the output'
                )
                help_text = "Null in the output keeps the input's size."
                raise Fault(kind, message, field=("output_shape",), help=help_text)
        return full

    def variables(self, shape: Shape) -> Iterator[Weight]:
        parts = self.parts
        if parts is None:
            return
        sizes_by_letter = self._sizes_by_letter(parts, shape)
        sizes = self._sizes(parts, shape, self._full(parts, shape))
        kernel = tuple(
            require_known(
                self, sizes[axis] if axis in sizes else sizes_by_letter[axis], f'the axis "{axis}"'
            )
            for axis in parts.weights
        )
        sizes_of_kernel = zip(parts.weights, kernel, strict=True)
        columns = prod(size for axis, size in sizes_of_kernel if axis in parts.outputs)
        yield from quantizable(self, "kernel", kernel, columns)
        if self.bias_axes:
            first = min(parts.outputs.find(axis) for axis in self.bias_axes)
            bias = [sizes[axis] if axis in self.bias_axes else 1 for axis in parts.outputs[first:]]
            bias += [1] * (0 if parts.open_left else len(shape) - len(parts.inputs))
            yield Weight("bias", tuple(require_known(self, size, "its bias") for size in bias))
        if self.lora_rank:
            yield Weight("lora_kernel_a", (*kernel[:-1], self.lora_rank))
            yield Weight("lora_kernel_b", (self.lora_rank, *kernel[-1:]))

    def _sizes_by_letter(self, parts: Equation, shape: Shape) -> dict[str, Dim]:
        """The input's dimensions by letter."""
        count = len(parts.inputs)
        rank = len(shape)
        if rank < count:
            message = f'"{self.equation}" takes a tensor of rank {count} or more'
            raise Fault("input_rank", f"{message}, and its input has rank {rank}: {show(shape)}")
        named = shape[rank - count :] if parts.open_left else shape[:count]
        return dict(zip(parts.inputs, named, strict=True))

    def _full(self, parts: Equation, shape: Shape) -> Shape:
        """The output's shape: batch, the sizes given, and the open axes on their side."""
        output_sizes = self.output_sizes
        sizes: list[Dim] = [output_sizes] if isinstance(output_sizes, int) else list(output_sizes)
        count = len(shape) - len(parts.inputs)
        left = shape[1:count][::-1] if parts.open_left else ()
        right = () if parts.open_left or count <= 0 else shape[-count:]
        return (shape[0], *left, *sizes, *right)

    def _sizes(self, parts: Equation, shape: Shape, full: Shape) -> dict[str, Dim]:
        """The output's dimensions by letter."""
        start = len(shape) - len(parts.inputs) if parts.open_left else 0
        named = full[start:]
        if len(named) < len(parts.outputs):
            message = f'"output_shape" says too few sizes for "{parts.outputs}"'
            raise Fault("incompatible_shapes", message, field=("output_shape",))
        return dict(zip(parts.outputs, named, strict=False))


_SHAPES = 'For example "ab,bc->ac", "...x,xy->...y" or "ab...,bc->ac...", without spaces.'


def _invalid(field: str, message: str, help_text: str = "") -> Problem:
    return Problem("invalid_value", (field,), message, help=help_text)
