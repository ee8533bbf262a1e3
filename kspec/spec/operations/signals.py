"""Signals: Fourier transforms, windows of sequences, and reductions by segments."""

from typing import ClassVar

from kspec.spec.fields import Anything, Bool, Int, NonNegativeInt, PositiveInt
from kspec.spec.layers.layer_facts import InputSpec
from kspec.spec.operations.base import Operation, as_tensor
from kspec.spec.shapes import UNKNOWN, Shape, Structure, Tensor, same, show


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


class IRFFT(ComplexPair):
    """The real values of which a pair is the Fourier transform."""

    fft_length: Int | None = None

    def transformed(self, real: Tensor, imaginary: Tensor, shape: Shape) -> Structure:
        del imaginary
        length = self.fft_length
        if length is None and shape[-1] is not None:
            length = 2 * (shape[-1] - 1)
        return Tensor((*shape[:-1], length), real.dtype)


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


class ISTFT(ComplexPair):
    """The signal of which a pair is the windowed Fourier transform."""

    input_spec: ClassVar[InputSpec] = InputSpec(min_ndim=1)
    over: ClassVar[int] = 2

    sequence_length: NonNegativeInt
    sequence_stride: PositiveInt
    fft_length: PositiveInt
    length: Int | None = None
    window: Anything = "hann"
    center: Bool = True

    def transformed(self, real: Tensor, imaginary: Tensor, shape: Shape) -> Structure:
        del imaginary
        size = self.length
        if size is None and shape[-2] is not None:
            cut = self.fft_length // 2 * 2 if self.center else 0
            size = (shape[-2] - 1) * self.sequence_stride + self.fft_length - cut
        return Tensor((*shape[:-2], size), real.dtype)


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


class Segments(Operation):
    """The reduction of all rows of a segment to one."""

    aliases: ClassVar[tuple[str, ...]] = ("SegmentSum",)

    num_segments: Int | None = None
    sorted: Bool = False

    def call(self, data: Structure, segment_ids: Structure) -> Structure:
        ids, rows = as_tensor(segment_ids).shape, as_tensor(data).shape
        if ids is None or rows is None:
            return Tensor(None, as_tensor(data).dtype)
        if len(ids) != 1 or not rows or not same(ids[0], rows[0]):
            self.misfit(rows, ids)
        if self.sorted and self.num_segments is not None:
            message = "counts the segments by itself where they are sorted"
            self.refuse("conflicting_fields", message, "num_segments")
        if self.num_segments is not None and self.num_segments < 1 and ids[0]:
            self.refuse("invalid_value", "has no segments for its rows", "num_segments")
        return super().call(data)

    def compute_output_shape(self, shape: Shape) -> Shape:
        return (self.num_segments, *shape[1:])


class SegmentReduction(Segments):
    """Base class of segment reductions in Keras; computes nothing itself."""


class SegmentProd(Segments):
    """The product of each segment."""


class SegmentMax(SegmentProd):
    """The largest or smallest of each segment."""

    aliases: ClassVar[tuple[str, ...]] = ("SegmentMin",)


class InTopK(Operation):
    """Whether the true class is among the ``k`` largest predictions."""

    k: Int

    def call(self, targets: Structure, predictions: Structure) -> Structure:
        truth, output_shape = as_tensor(targets).shape, as_tensor(predictions).shape
        if truth is None or output_shape is None:
            return Tensor(truth, "bool")
        if (len(truth), len(output_shape)) != (1, 2) or not same(truth[0], output_shape[0]):
            self.misfit(truth, output_shape)
        return Tensor(truth, "bool")


class ViewAsComplex(Operation):
    """Pairs along the last axis as complex numbers."""

    def of(self, x: Tensor) -> Structure:
        if x.shape is not None and (not x.shape or x.shape[-1] not in {2, None}):
            self.refuse("incompatible_shapes", f"takes pairs, and gets {show(x.shape)}")
        return Tensor(None if x.shape is None else x.shape[:-1], "complex64")


class ViewAsReal(Operation):
    """Complex numbers as pairs along a new last axis."""

    def of(self, x: Tensor) -> Structure:
        return Tensor(None if x.shape is None else (*x.shape, 2), "float32")
