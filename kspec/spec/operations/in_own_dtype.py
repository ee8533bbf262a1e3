"""Operations on one tensor that keep shape and dtype: absolute value, sign, activations ..."""

from typing import ClassVar

from kspec.spec.fields import Bool, Number, Operand
from kspec.spec.operations import kernels
from kspec.spec.operations.base import Operation


class InOwnDtype(Operation):
    """Element by element, in the input's dtype: absolute value, sign, most activations ..."""

    runs_in: ClassVar[frozenset[str]] = kernels.NUMBERS
    abstract: ClassVar[bool] = True


class Absolute(InOwnDtype):
    """The size of each number, and its whole part."""

    aliases: ClassVar[tuple[str, ...]] = ("Abs",)


class Trunc(InOwnDtype):
    """The whole part of each number: whole numbers it passes on."""

    stops_gradients: ClassVar[bool] = True
    runs_in: ClassVar[frozenset[str]] = kernels.REAL


class Sign(InOwnDtype):
    """Functions of numbers that are no truths: the sign, the opposite, the real part."""

    runs_in: ClassVar[frozenset[str]] = kernels.SUMMED - {"uint64"}


class Conjugate(InOwnDtype):
    """The conjugate of complex numbers."""

    runs_in: ClassVar[frozenset[str]] = kernels.NOT_TEXT - kernels.TRUTHS
    aliases: ClassVar[tuple[str, ...]] = ("Conj",)


class Real(Conjugate):
    """The real part of complex numbers."""

    runs_in: ClassVar[frozenset[str]] = kernels.SUMMED


class Negative(InOwnDtype):
    """The opposite: of numbers that have one."""

    runs_in: ClassVar[frozenset[str]] = kernels.SIGNED | kernels.FRACTIONS


class Imag(InOwnDtype):
    """The imaginary part: zeros where there is none."""

    runs_in: ClassVar[frozenset[str]] = kernels.ANYTHING


class BitwiseInvert(InOwnDtype):
    """All bits the other way round."""

    runs_in: ClassVar[frozenset[str]] = kernels.INTEGERS
    aliases: ClassVar[tuple[str, ...]] = ("BitwiseNot",)


class Relu(InOwnDtype):
    """The rectifiers, which run on integers too."""

    runs_in: ClassVar[frozenset[str]] = kernels.COUNTED
    aliases: ClassVar[tuple[str, ...]] = ("Relu6",)


class OfFractions(InOwnDtype):
    """Most activations, and what else TensorFlow computes on fractions only."""

    runs_in: ClassVar[frozenset[str]] = kernels.FLOATS
    aliases: ClassVar[tuple[str, ...]] = (
        *("Erfinv", "SparseSigmoid", "Softplus", "Softsign", "SparsePlus"),
        *("LogSigmoid", "HardSigmoid", "HardSilu", "Selu", "HardTanh"),
    )


class OfComplexToo(InOwnDtype):
    """Those that it computes on complex numbers as well."""

    runs_in: ClassVar[frozenset[str]] = kernels.FRACTIONS
    aliases: ClassVar[tuple[str, ...]] = ("Rsqrt", "Sigmoid", "Silu", "TanhShrink")


class Erf(OfFractions):
    """The error function."""


class Alpha(Operation):
    """An activation with a slope for negative values."""

    runs_in: ClassVar[frozenset[str]] = kernels.FLOATS
    aliases: ClassVar[tuple[str, ...]] = ("Elu", "Celu")
    alpha: Operand = 1.0


class Shrinking(Operation):
    """An activation that is zero around zero."""

    runs_in: ClassVar[frozenset[str]] = kernels.FLOATS
    aliases: ClassVar[tuple[str, ...]] = ("SoftShrink",)
    threshold: Operand = 0.5


class HardShrink(Shrinking):
    """The same without a shift of what is left, of complex numbers too."""

    runs_in: ClassVar[frozenset[str]] = kernels.FRACTIONS


class LeakyRelu(Operation):
    """The rectifier with a slope for negative values."""

    runs_in: ClassVar[frozenset[str]] = kernels.COUNTED
    negative_slope: Number | None = 0.2


class ReLU(LeakyRelu):
    """What ``keras.activations.relu`` makes of a tensor where it is told a slope or a limit."""

    negative_slope: Number | None = 0.0
    max_value: Operand | None = None
    threshold: Number = 0.0


class Gelu(Operation):
    """The Gaussian error linear unit."""

    runs_in: ClassVar[frozenset[str]] = kernels.FLOATS
    approximate: Bool = True


class Squareplus(Operation):
    """A smooth rectifier."""

    runs_in: ClassVar[frozenset[str]] = kernels.FRACTIONS
    b: Operand = 4


class Threshold(Operation):
    """Replaces what is below a threshold."""

    runs_in: ClassVar[frozenset[str]] = kernels.FLOATS
    threshold: Operand
    default_value: Operand
