"""Depthwise convolutions: each channel has kernels of its own."""

from collections.abc import Iterator

from kspec.spec.activations import ActivationName
from kspec.spec.fields import Bool, DataFormat, PositiveInt, Sizes, Steps
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
        channels = self.require_known(self.channels(shape), "the channels of its input")
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
