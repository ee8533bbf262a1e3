"""Fourier transforms of pairs: the real and the imaginary part."""

from typing import ClassVar

from kspec.spec.operations.base import Operation, as_tensor
from kspec.spec.shapes import UNKNOWN, Structure, Tensor, show


class FFT(Operation):
    """The Fourier transform along the last axis."""

    over: ClassVar[int] = 1
    """Number of last axes that are transformed."""

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
        if None in real.shape[-self.over :]:
            self.refuse("unknown_dimension", f"needs known sizes, and gets {show(real.shape)}")
        return (real, imaginary)


class FFT2(FFT):
    """The Fourier transform of the last two axes, and back."""

    aliases: ClassVar[tuple[str, ...]] = ("IFFT2",)
    over: ClassVar[int] = 2
