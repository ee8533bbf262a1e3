"""Signals: Fourier transforms, windows of sequences, and reductions by segments."""

from typing import ClassVar

from kspec.spec.fields import Anything, Bool, Int, NonNegativeInt, PositiveInt
from kspec.spec.layers.layer_facts import InputSpec
from kspec.spec.operations.base import Operation, as_tensor
from kspec.spec.shapes import UNKNOWN, Shape, Structure, Tensor, show


class ComplexPair(Operation, abstract=True):
    """An operation on a pair: the real and the imaginary part."""

    over: ClassVar[int] = 1
    """Number of last axes that the operation works on."""

    def call(self, x: Structure) -> Structure:
        if not isinstance(x, list | tuple) or isinstance(x, Tensor) or len(x) != 2:
            self.refuse("invalid_call", "takes a pair: the real and the imaginary part")
        real, imaginary = map(as_tensor, x)
        if real.shape is None or imaginary.shape is None:
            return UNKNOWN
        if real.shape != imaginary.shape:
            self.misfit(real.shape, imaginary.shape)
        if len(real.shape) < self.over:
            self.refuse("input_rank", f"needs a rank of {self.over}, and gets {show(real.shape)}")
        return self.transformed(real, imaginary, real.shape)

    def transformed(self, real: Tensor, imaginary: Tensor, shape: Shape) -> Structure:
        """The output for two tensors of one shape."""
        if None in shape[len(shape) - self.over :]:
            self.refuse("unknown_dimension", f"needs known sizes, and gets {show(shape)}")
        return (real, imaginary)


class FFT(ComplexPair):
    """The Fourier transform along the last axis."""


class FFT2(ComplexPair):
    """The Fourier transform of the last two axes, and back."""

    aliases: ClassVar[tuple[str, ...]] = ("IFFT2",)
    over: ClassVar[int] = 2


class RFFT(Operation):
    """The Fourier transform of real values along the last axis, as a pair."""

    fft_length: Int | None = None

    def of(self, x: Tensor) -> Structure:
        if x.shape is None:
            return (x, x)
        if not x.shape:
            self.refuse("input_rank", "takes a tensor of rank 1 or more")
        length = x.shape[-1] if self.fft_length is None else self.fft_length
        if length is not None and length < 0:
            self.refuse("invalid_value", f"makes waves of no length {length}", "fft_length")
        shape = (*x.shape[:-1], None if length is None else length // 2 + 1)
        return (Tensor(shape, x.dtype), Tensor(shape, x.dtype))


class STFT(Operation):
    """The Fourier transforms of windows of the last axis, as a pair."""

    input_spec: ClassVar[InputSpec] = InputSpec(min_ndim=1)

    sequence_length: NonNegativeInt
    sequence_stride: PositiveInt
    fft_length: PositiveInt
    window: Anything = "hann"
    center: Bool = True

    def of(self, x: Tensor) -> Structure:
        if x.shape is None or self.check_rank(x.shape) is None:
            return (x, x)
        if isinstance(self.window, str) and self.window not in {"hann", "hamming"}:
            self.refuse("invalid_value", f'knows no window "{self.window}"', "window")
        if self.fft_length < self.sequence_length:
            message = f"makes waves of {self.fft_length} out of {self.sequence_length}"
            self.refuse("invalid_value", message, "fft_length")
        size = x.shape[-1]
        padded = 0 if self.center is False else self.fft_length // 2 * 2
        windows = (
            None if size is None else 1 + (size + padded - self.fft_length) // self.sequence_stride
        )
        shape = (*x.shape[:-1], windows, self.fft_length // 2 + 1)
        return (Tensor(shape, x.dtype), Tensor(shape, x.dtype))


class ExtractSequences(Operation):
    """Windows of the last axis."""

    input_spec: ClassVar[InputSpec] = InputSpec(min_ndim=1)

    sequence_length: NonNegativeInt
    sequence_stride: PositiveInt

    def compute_output_shape(self, shape: Shape) -> Shape:
        size = shape[-1]
        rest = None if size is None else size - self.sequence_length
        windows = None if rest is None else 1 + rest // self.sequence_stride
        return (*shape[:-1], windows, self.sequence_length)
