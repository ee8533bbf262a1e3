"""Convolutions."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from kspec.spec.activations import ActivationName
from kspec.spec.fields import (
    AnyCase,
    Bool,
    DataFormat,
    NonNegativeInt,
    Number,
    PositiveInt,
    Sizes,
    Steps,
)
from kspec.spec.layers.checks import require_known
from kspec.spec.layers.convolution import Convolution, Padding
from kspec.spec.layers.spatial import Images, Sequences, Volumes, Window
from kspec.spec.layers.weight import Weight
from kspec.spec.named import Constraint, Initializer, Regularizer
from kspec.spec.problem import Fault, Problem, Related
from kspec.spec.shapes import Shape


class Conv(Convolution, abstract=True):
    """A convolution in any number of dimensions."""

    filters: PositiveInt
    kernel_size: Sizes
    strides: Steps = 1
    padding: Padding = "valid"
    data_format: DataFormat = None
    dilation_rate: Steps = 1
    groups: PositiveInt = 1
    activation: ActivationName = None
    use_bias: Bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    bias_constraint: Constraint = None
    lora_rank: NonNegativeInt | None = None
    lora_alpha: Number | None = None

    @property
    def mixed_size(self) -> Literal["same", "smaller", "larger"]:
        return "smaller" if self.has_steps else "same"

    def conflicts(self) -> Iterator[Problem]:
        yield from self.strides_against_dilation(self.strides, self.dilation_rate)
        if self.filters % self.groups:
            yield Problem(
                "conflicting_fields",
                ("groups",),
                f"{self.filters} filters cannot be split into {self.groups} groups",
                help='"filters" must be a multiple of "groups".',
                related=(Related(("filters",), "the filters"),),
            )

    def compute_output_shape(self, shape: Shape) -> Shape:
        channels = self.channels(shape)
        if channels is not None and channels % self.groups:
            message = f"{channels} input channels cannot be split into {self.groups} groups"
            fitting = [count for count in range(1, channels + 1) if channels % count == 0]
            nearest = min(fitting, key=lambda count: abs(count - self.groups))
            help_ = f'The nearest "groups" that fits is {nearest}.'
            raise Fault("indivisible_groups", message, field=("groups",), help=help_)
        window = Window("kernel_size", self.kernel_size, self.dilation_rate)
        space = tuple(self.slid(shape, window, self.strides, self.padding))
        return self.arranged(shape[0], space, self.filters)

    def variables(self, shape: Shape) -> Iterator[Weight]:
        channels = require_known(self, self.channels(shape), "the channels of its input")
        kernel = (*self.for_each_axis(self.kernel_size), channels // self.groups, self.filters)
        yield Weight("kernel", kernel, trainable=not self.lora_rank)
        if self.use_bias:
            yield Weight("bias", (self.filters,))
        if self.lora_rank:
            yield Weight("lora_kernel_a", (*kernel[:-1], self.lora_rank), dtype="float32")
            yield Weight("lora_kernel_b", (self.lora_rank, self.filters), dtype="float32")


class Conv1D(Sequences, Conv):
    """A convolution over sequences: ``(batch, steps, channels)`` gives ``(batch, steps, filters)``.

    The steps become fewer with ``"padding": "valid"`` or strides; with ``"causal"`` no output
    depends on a later input. ``"channels_first"`` puts the channels before the steps.
    """

    aliases: ClassVar[tuple[str, ...]] = ("Convolution1D",)

    padding: Annotated[Literal["valid", "same", "causal"], AnyCase] = "valid"  # type: ignore[assignment]


class Conv2D(Images, Conv):
    """A convolution over images ``(batch, height, width, channels)``; gives ``filters`` channels.

    ``"padding": "valid"`` loses the border; ``"same"`` gives ``height / strides``, rounded up.
    ``"channels_first"`` puts the channels before height and width.
    """

    aliases: ClassVar[tuple[str, ...]] = ("Convolution2D",)


class Conv3D(Volumes, Conv):
    """A convolution over volumes or video ``(batch, depth, height, width, channels)``.

    It gives ``filters`` channels. ``"padding": "valid"`` loses the border; ``"same"`` gives
    ``depth / strides``, rounded up. ``"channels_first"`` puts the channels before the sides.
    """

    aliases: ClassVar[tuple[str, ...]] = ("Convolution3D",)
