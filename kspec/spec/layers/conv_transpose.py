"""Transposed convolutions, which enlarge."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from kspec.spec.activations import ActivationName
from kspec.spec.fields import Bool, DataFormat, NonNegativeInt, PositiveInt, Sizes
from kspec.spec.layers.checks import require_known
from kspec.spec.layers.convolution import Convolution, Padding
from kspec.spec.layers.spatial import Images, Sequences, Volumes
from kspec.spec.layers.weight import Weight
from kspec.spec.named import Constraint, Initializer, Regularizer
from kspec.spec.problem import Problem, Related
from kspec.spec.shapes import Dim, Shape


class ConvTranspose(Convolution, abstract=True):
    """A transposed convolution in any number of dimensions."""

    filters: PositiveInt
    kernel_size: Sizes
    strides: Sizes = 1
    padding: Padding = "valid"
    output_padding: NonNegativeInt | list[NonNegativeInt] | None = None
    data_format: DataFormat = None
    dilation_rate: Sizes = 1
    activation: ActivationName = None
    use_bias: Bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    bias_constraint: Constraint = None

    @property
    def mixed_size(self) -> Literal["same", "smaller", "larger"]:
        return "larger" if self.has_steps else "same"

    def conflicts(self) -> Iterator[Problem]:
        yield from self.strides_against_dilation(self.strides, self.dilation_rate)
        strides = self.for_each_axis(self.strides)
        for axis, extra, stride in zip(self.axes, self._extra(), strides, strict=True):
            if extra is not None and extra >= stride:
                yield Problem(
                    "conflicting_fields",
                    ("output_padding",),
                    f"An output padding of {extra} is not below the stride of {stride} ({axis})",
                    help="The padding chooses among the sizes that one stride leaves open.",
                    related=(Related(("strides",), "the strides"),),
                )
                return

    def compute_output_shape(self, shape: Shape) -> Shape:
        sizes = zip(
            self.space(shape),
            self.for_each_axis(self.kernel_size),
            self.for_each_axis(self.strides),
            self.for_each_axis(self.dilation_rate),
            self._extra(),
            strict=True,
        )
        space = tuple(
            None if dim is None else self._enlarged(dim, dilation * (size - 1) + 1, stride, extra)
            for dim, size, stride, dilation, extra in sizes
        )
        return self.arranged(shape[0], space, self.filters)

    def _extra(self) -> tuple[Dim, ...]:
        extra = self.output_padding
        return (None,) * len(self.axes) if extra is None else self.for_each_axis(extra)

    def _enlarged(self, dim: int, reach: int, stride: int, extra: Dim) -> int:
        if self.padding == "same":
            return dim * stride if extra is None else (dim - 1) * stride + reach % 2 + extra
        return (dim - 1) * stride + (max(reach, stride) if extra is None else reach + extra)

    def variables(self, shape: Shape) -> Iterator[Weight]:
        channels = require_known(self, self.channels(shape), "the channels of its input")
        kernel = (*self.for_each_axis(self.kernel_size), self.filters, channels)
        yield Weight("kernel", kernel)
        if self.use_bias:
            yield Weight("bias", (self.filters,))


class Conv1DTranspose(Sequences, ConvTranspose):
    """A transposed convolution over sequences ``(batch, steps, channels)``; gives more steps.

    It gives ``(batch, new_steps, filters)``: ``steps * strides`` with ``"padding": "same"``.
    """

    aliases: ClassVar[tuple[str, ...]] = ("Convolution1DTranspose",)


class Conv2DTranspose(Images, ConvTranspose):
    """A transposed convolution over images ``(batch, height, width, channels)``; enlarges them.

    It gives ``filters`` channels; the height is ``height * strides`` with ``"padding": "same"``.
    """

    aliases: ClassVar[tuple[str, ...]] = ("Convolution2DTranspose",)


class Conv3DTranspose(Volumes, ConvTranspose):
    """A transposed convolution over volumes ``(batch, depth, height, width, channels)``.

    It gives ``filters`` channels; the depth is ``depth * strides`` with ``"padding": "same"``.
    """

    aliases: ClassVar[tuple[str, ...]] = ("Convolution3DTranspose",)
