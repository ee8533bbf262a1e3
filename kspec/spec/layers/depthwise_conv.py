"""Depthwise convolutions, in which each channel has kernels of its own, and separable ones, which
mix the channels after that.
"""

from collections.abc import Iterator
from typing import ClassVar

from kspec.spec.activations import ActivationName
from kspec.spec.fields import Bool, DataFormat, PositiveInt, Sizes, Steps
from kspec.spec.layers.checks import require_known
from kspec.spec.layers.convolution import Convolution, Padding
from kspec.spec.layers.spatial import Images, Sequences, Window
from kspec.spec.layers.weight import Weight
from kspec.spec.named import Constraint, Initializer, Regularizer
from kspec.spec.shapes import Shape


class DepthwiseConv(Convolution, abstract=True):
    """A depthwise convolution in any number of dimensions."""

    kernel_size: Sizes
    strides: Steps = 1
    padding: Padding = "valid"
    depth_multiplier: PositiveInt = 1
    data_format: DataFormat = None
    dilation_rate: Steps = 1
    activation: ActivationName = None
    use_bias: Bool = True
    depthwise_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    depthwise_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    depthwise_constraint: Constraint = None
    bias_constraint: Constraint = None

    def compute_output_shape(self, shape: Shape) -> Shape:
        channels = self.channels(shape)
        window = Window("kernel_size", self.kernel_size, self.dilation_rate)
        space = tuple(self.slid(shape, window, self.strides, self.padding))
        out = None if channels is None else channels * self.depth_multiplier
        return self.arranged(shape[0], space, out)

    def variables(self, shape: Shape) -> Iterator[Weight]:
        channels = require_known(self, self.channels(shape), "the channels of its input")
        kernel = (*self.for_each_axis(self.kernel_size), channels, self.depth_multiplier)
        yield Weight("kernel", kernel)
        if self.use_bias:
            yield Weight("bias", (channels * self.depth_multiplier,))


class DepthwiseConv1D(Sequences, DepthwiseConv):
    """A convolution of each channel of sequences ``(batch, steps, channels)`` on its own.

    It gives ``channels * depth_multiplier`` channels; the steps follow as in Conv1D.
    """


class DepthwiseConv2D(Images, DepthwiseConv):
    """A convolution of each channel of images ``(batch, height, width, channels)`` on its own.

    It gives ``channels * depth_multiplier`` channels; height and width follow as in Conv2D.
    """


class SeparableConv(Convolution, abstract=True):
    """A separable convolution in any number of dimensions."""

    filters: PositiveInt
    kernel_size: Sizes
    strides: Steps = 1
    padding: Padding = "valid"
    data_format: DataFormat = None
    dilation_rate: Steps = 1
    depth_multiplier: PositiveInt = 1
    activation: ActivationName = None
    use_bias: Bool = True
    depthwise_initializer: Initializer = "glorot_uniform"
    pointwise_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    depthwise_regularizer: Regularizer = None
    pointwise_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    depthwise_constraint: Constraint = None
    pointwise_constraint: Constraint = None
    bias_constraint: Constraint = None

    def compute_output_shape(self, shape: Shape) -> Shape:
        window = Window("kernel_size", self.kernel_size, self.dilation_rate)
        space = tuple(self.slid(shape, window, self.strides, self.padding))
        return self.arranged(shape[0], space, self.filters)

    def variables(self, shape: Shape) -> Iterator[Weight]:
        channels = require_known(self, self.channels(shape), "the channels of its input")
        ones = (1,) * len(self.axes)
        kernel = (*self.for_each_axis(self.kernel_size), channels, self.depth_multiplier)
        yield Weight("depthwise_kernel", kernel)
        yield Weight("pointwise_kernel", (*ones, channels * self.depth_multiplier, self.filters))
        if self.use_bias:
            yield Weight("bias", (self.filters,))


class SeparableConv1D(Sequences, SeparableConv):
    """A depthwise convolution of sequences, then a mix of the channels; fewer weights than Conv1D.

    ``(batch, steps, channels)`` gives ``filters`` channels; the steps follow as in Conv1D.
    """

    aliases: ClassVar[tuple[str, ...]] = ("SeparableConvolution1D",)


class SeparableConv2D(Images, SeparableConv):
    """A depthwise convolution of images, then a mix of the channels; fewer weights than Conv2D.

    ``(batch, height, width, channels)`` gives ``filters`` channels; height and width follow as in
    Conv2D.
    """

    aliases: ClassVar[tuple[str, ...]] = ("SeparableConvolution2D",)
