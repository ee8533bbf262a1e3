"""Convolutional LSTMs: recurrent layers over sequences of rows, images or volumes."""

from collections.abc import Iterator
from typing import ClassVar

from kspec.spec.activations import ActivationName
from kspec.spec.fields import Bool, DataFormat, Number, PositiveInt, Seed, Sizes, Steps
from kspec.spec.layers.base import Layer
from kspec.spec.layers.checks import require_known
from kspec.spec.layers.convolution import Convolution, Padding
from kspec.spec.layers.layer_facts import InputSpec, Role
from kspec.spec.layers.recurrence import Recurrent
from kspec.spec.layers.spatial import Window
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.layers.weight import Weight
from kspec.spec.named import Constraint, Initializer, Regularizer
from kspec.spec.problem import Fault, Problem
from kspec.spec.shapes import Shape, Structure, Tensor, show, tensors


class ConvLSTM(Recurrent, Convolution, abstract=True):
    """An LSTM whose products are convolutions."""

    role: ClassVar[Role] = "recurrent"
    value_effect: ClassVar[ValueEffect] = Convolution.value_effect._replace(kind="recurs")

    filters: PositiveInt
    kernel_size: Sizes
    strides: Steps = 1
    padding: Padding = "valid"
    data_format: DataFormat = None
    dilation_rate: Sizes = 1
    activation: ActivationName = "tanh"
    recurrent_activation: ActivationName = "sigmoid"
    use_bias: Bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    recurrent_initializer: Initializer = "orthogonal"
    bias_initializer: Initializer = "zeros"
    unit_forget_bias: Bool = True
    kernel_regularizer: Regularizer = None
    recurrent_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    recurrent_constraint: Constraint = None
    bias_constraint: Constraint = None
    dropout: Number = 0.0
    recurrent_dropout: Number = 0.0
    seed: Seed = None

    def conflicts(self) -> Iterator[Problem]:
        yield from self.strides_against_dilation(self.strides, self.dilation_rate)

    def check_initial_state(self, states: Structure) -> None:
        count = len(list(tensors(states)))
        if count < 2:  # the output and the memory
            message = f"{type(self).__name__} starts from 2 states, and gets {count}"
            help_ = "Give all of them: the output and the memory, as return_state gives them."
            raise Fault("input_count", message, help=help_)

    def outputs(self, shape: Shape) -> Structure:
        step = (shape[0], *shape[2:])
        window = Window("kernel_size", self.kernel_size, self.dilation_rate)
        space = tuple(self.slid(step, window, self.strides, self.padding))
        batch, *rest = self.arranged(shape[0], space, self.filters)
        state = Tensor((batch, *rest), self.compute_dtype)
        if not self.return_sequences and not self.return_state:
            return state
        steps = state._replace(shape=(batch, shape[1], *rest)) if self.return_sequences else state
        return [steps, state, state] if self.return_state else steps

    def step_variables(self, step: Shape) -> Iterator[Weight]:
        if None in self.space(step):
            message = f"{type(self).__name__} needs fixed sizes in space, and gets {show(step)}"
            help_text = "Only the batch and the time steps may be None."
            raise Fault("unknown_dimension", message, help=help_text)
        channels = require_known(self, self.channels(step), "the channels of its input")
        kernel, width = self.for_each_axis(self.kernel_size), 4 * self.filters
        yield Weight("cell/kernel", (*kernel, channels, width), inner=True)
        yield Weight("cell/recurrent_kernel", (*kernel, self.filters, width), inner=True)
        if self.use_bias:
            yield Weight("cell/bias", (width,), inner=True)

    def _wrong_rank(self, expected: str, shape: Shape) -> None:
        Layer._wrong_rank(self, expected, shape)  # noqa: SLF001 - its words know of the time axis


class ConvLSTM1D(ConvLSTM):
    """A convolutional LSTM over ``(batch, time, steps, channels)``.

    Gives ``(batch, new steps, filters)``, with ``return_sequences`` one for each time step.
    """

    input_spec: ClassVar[InputSpec] = InputSpec(
        4, description="sequences (batch, time, steps, channels)"
    )
    axes: ClassVar[tuple[str, ...]] = ("steps",)


class ConvLSTM2D(ConvLSTM):
    """A convolutional LSTM over ``(batch, time, height, width, channels)``.

    Gives ``(batch, new height, new width, filters)``, with ``return_sequences`` one for each
    time step.
    """

    input_spec: ClassVar[InputSpec] = InputSpec(
        5, description="sequences of images (batch, time, height, width, channels)"
    )
    axes: ClassVar[tuple[str, ...]] = ("height", "width")


class ConvLSTM3D(ConvLSTM):
    """A convolutional LSTM over ``(batch, time, depth, height, width, channels)``.

    Gives ``(batch, new depth, new height, new width, filters)``, with ``return_sequences`` one
    for each time step.
    """

    input_spec: ClassVar[InputSpec] = InputSpec(
        6, description="sequences of volumes (batch, time, depth, height, width, channels)"
    )
    axes: ClassVar[tuple[str, ...]] = ("depth", "height", "width")
