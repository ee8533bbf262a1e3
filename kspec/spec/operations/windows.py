"""Windows that slide over space: convolutions and pools as operations, with the kernel as a
tensor.
"""

from collections.abc import Sequence
from typing import ClassVar, Literal

from kspec.spec.fields import Axes, DataFormat, Str
from kspec.spec.layers.layer_facts import InputSpec
from kspec.spec.operations.base import Operation, as_tensor
from kspec.spec.shapes import Dim, Shape, Structure, Tensor, same, show

Counts = int | Sequence[int]


class Spatial(Operation, abstract=True):
    """An operation over the axes between batch and channels."""

    data_format: DataFormat = None

    @property
    def channels_first(self) -> bool:
        """Whether the channels are before the spatial axes."""
        return self.data_format == "channels_first"

    def arranged(self, batch: Dim, space: Shape, channels: Dim) -> Shape:
        """A shape from its parts."""
        return (batch, channels, *space) if self.channels_first else (batch, *space, channels)

    def channels(self, shape: Shape) -> Dim:
        """The channels of a shape."""
        return shape[1] if self.channels_first else shape[-1]

    def space(self, shape: Shape) -> Shape:
        """The spatial dimensions of a shape."""
        return shape[2:] if self.channels_first else shape[1:-1]


class Sliding(Spatial, abstract=True):
    """An operation that slides a window over space."""

    input_spec: ClassVar[InputSpec] = InputSpec(min_ndim=3)

    padding: Str = "valid"
    data_format: DataFormat = None

    @property
    def way_of_padding(self) -> str:
        """``padding`` as Keras reads it."""
        return str(self.padding.lower())

    def each(self, counts: Counts, shape: Shape, field: str) -> tuple[int, ...]:
        """Expand counts to one per spatial axis."""
        axes = len(self.space(shape))
        values = (counts,) if isinstance(counts, int) else tuple(counts)
        if len(values) == 1:
            values *= axes
        if len(values) != axes:
            message = f'has {len(values)} entries in "{field}" for an input {show(shape)}'
            self.refuse("invalid_value", message, field)
        return values

    def slid(
        self, shape: Shape, reach: Sequence[int], strides: Counts, paddings: tuple[str, ...]
    ) -> Shape:
        """The spatial dimensions after windows of this reach have slid over them."""
        padding = self.way_of_padding
        if padding not in paddings:
            self.refuse("invalid_value", f'knows no padding "{self.padding}"', "padding")
        steps = self.each(strides, shape, "strides")
        if min(steps, default=1) < 1:
            self.refuse("invalid_value", f"slides by steps of {strides}", "strides")
        dims: list[Dim] = []
        for dim, size, stride in zip(self.space(shape), reach, steps, strict=True):
            window = size if padding == "valid" else 1
            moves = None if dim is None else int((dim - window) // stride)
            if padding == "valid" and moves is not None and moves < 0:
                message = f"slides a window of {size} over {dim}: the input is {show(shape)}"
                self.refuse("window_exceeds_input", message)
            dims.append(None if moves is None else moves + 1)
        return tuple(dims)


class Convolved(Sliding, abstract=True):
    """A convolution with a kernel that is handed over."""

    strides: Axes | None = 1
    padding: Str = "valid"
    data_format: DataFormat = None
    dilation_rate: Axes = 1

    def convolved(self, x: Structure, kernel: Structure, filters: Dim) -> Tensor:
        """Output of a convolution with a kernel ``(*space, channels, ...)`` and ``filters`` output
        channels.
        """
        tensor, weights = as_tensor(x), as_tensor(kernel).shape
        shape = None if tensor.shape is None else self.check_rank(tensor.shape)
        if shape is None or weights is None:
            return Tensor(None, tensor.dtype)
        if len(weights) != len(shape) or not same(self.channels(shape), weights[-2]):
            self.misfit(shape, weights)
        reach = self._reach(shape, weights[:-2])
        if self.strides is None:
            self.refuse("invalid_value", "needs strides", "strides")
        space = self.slid(shape, reach, self.strides, ("valid", "same", "causal"))
        return Tensor(self.arranged(shape[0], space, filters), tensor.dtype)

    def _reach(self, shape: Shape, sizes: Shape) -> list[int]:
        """Extent of the dilated kernel along each axis."""
        rates = self.dilation_rate
        dilations = (rates,) * len(sizes) if isinstance(rates, int) else tuple(rates)
        if len(dilations) != len(sizes):
            message = f'has {len(dilations)} entries in "dilation_rate" for {show(shape)}'
            self.refuse("invalid_value", message, "dilation_rate")
        if any(dilation < 1 for dilation in dilations):
            self.refuse("invalid_value", f"is dilated by {rates}", "dilation_rate")
        if None in sizes and self.way_of_padding == "valid":
            self.refuse("unknown_dimension", f"has a kernel of unknown size: {show(sizes)}")
        pairs = zip(sizes, dilations, strict=True)
        return [dilation * ((size or 1) - 1) + 1 for size, dilation in pairs]


class Conv(Convolved):
    """A convolution: a kernel ``(*space, channels, filters)`` over an input."""

    def call(self, inputs: Structure, kernel: Structure) -> Structure:
        filters = (as_tensor(kernel).shape or (None,))[-1]
        return self.convolved(inputs, kernel, filters)


class Pooling(Sliding):
    """Reduces each window to one value."""

    aliases: ClassVar[tuple[str, ...]] = ("MaxPool",)

    pool_size: Axes
    strides: Axes | None = None
    padding: Str = "valid"
    data_format: Literal["channels_last", "channels_first"] | None = None

    def call(self, inputs: Structure) -> Structure:
        return super().call(inputs)

    @property
    def channels_first(self) -> bool:
        """Keras takes every order but ``"channels_last"``, None included, for this one."""
        return bool(self.data_format != "channels_last")

    def compute_output_shape(self, shape: Shape) -> Shape:
        strides = self.pool_size if self.strides is None else self.strides
        sizes = self.each(self.pool_size, shape, "pool_size")
        space = self.slid(shape, sizes, strides, ("valid", "same"))
        return self.arranged(shape[0], space, self.channels(shape))


class AveragePool(Pooling):
    """The mean of each window."""
