"""Operations on one tensor that keep shape and dtype: absolute value, sign, activations ..."""

from typing import ClassVar

from kspec.spec.fields import Anything
from kspec.spec.layers.traits import FRACTIONS_ONLY, NO_TRUTHS, Kinds, Values
from kspec.spec.operations.base import Operation
from kspec.spec.shapes import Tensor


class InOwnDtype(Operation):
    """Element by element, in the input's dtype: absolute value, sign, most activations ..."""

    abstract: ClassVar[bool] = True
    values: ClassVar[Values] = "numbers"


class Absolute(InOwnDtype):
    """The size of each number, and its whole part."""

    runs_on_sparse: ClassVar[bool] = True
    aliases: ClassVar[tuple[str, ...]] = ("Abs", "Trunc")


class Sign(InOwnDtype):
    """Functions of numbers that are no truths: the sign, the opposite, the real part."""

    runs_on_sparse: ClassVar[bool] = True
    refuses: ClassVar[Kinds] = NO_TRUTHS
    aliases: ClassVar[tuple[str, ...]] = ("Conjugate", "Conj", "Real")


class Negative(Sign):
    """The opposite: of numbers that have one."""

    def output_dtype(self, x: Tensor) -> str | None:
        if x.dtype is not None and x.dtype.startswith("uint"):
            raise self.cannot_run(x.dtype)
        return x.dtype


class Imag(InOwnDtype):
    """The imaginary part: zeros where there is none."""

    runs_on_sparse: ClassVar[bool] = True
    values: ClassVar[Values] = "anything"


class BitwiseInvert(InOwnDtype):
    """All bits the other way round."""

    aliases: ClassVar[tuple[str, ...]] = ("BitwiseNot",)

    def output_dtype(self, x: Tensor) -> str | None:
        self.whole(x.dtype)
        return x.dtype


class Relu(InOwnDtype):
    """The rectifiers, which run on integers too."""

    refuses: ClassVar[Kinds] = NO_TRUTHS
    aliases: ClassVar[tuple[str, ...]] = ("Relu6",)


class OfFractions(InOwnDtype):
    """Most activations, and what else TensorFlow computes on fractions only."""

    refuses: ClassVar[Kinds] = FRACTIONS_ONLY
    aliases: ClassVar[tuple[str, ...]] = (
        *("Erfinv", "Rsqrt", "Sigmoid", "SparseSigmoid", "Softplus", "Softsign", "SparsePlus"),
        *("Silu", "LogSigmoid", "HardSigmoid", "HardSilu", "Selu", "TanhShrink", "HardTanh"),
    )


class Erf(OfFractions):
    """The error function."""

    runs_on_sparse: ClassVar[bool] = True


class Alpha(Operation):
    """An activation with a slope for negative values."""

    values: ClassVar[Values] = "numbers"
    refuses: ClassVar[Kinds] = FRACTIONS_ONLY
    aliases: ClassVar[tuple[str, ...]] = ("Elu", "Celu")
    alpha: Anything = 1.0


class Shrinking(Operation):
    """An activation that is zero around zero."""

    values: ClassVar[Values] = "numbers"
    refuses: ClassVar[Kinds] = FRACTIONS_ONLY
    aliases: ClassVar[tuple[str, ...]] = ("SoftShrink", "HardShrink")
    threshold: Anything = 0.5


class LeakyRelu(Operation):
    """The rectifier with a slope for negative values."""

    values: ClassVar[Values] = "numbers"
    refuses: ClassVar[Kinds] = NO_TRUTHS
    negative_slope: Anything = 0.2


class Gelu(Operation):
    """The Gaussian error linear unit."""

    values: ClassVar[Values] = "numbers"
    refuses: ClassVar[Kinds] = FRACTIONS_ONLY
    approximate: Anything = True


class Squareplus(Operation):
    """A smooth rectifier."""

    values: ClassVar[Values] = "numbers"
    refuses: ClassVar[Kinds] = FRACTIONS_ONLY
    b: Anything = 4


class Threshold(Operation):
    """Replaces what is below a threshold."""

    threshold: Anything
    default_value: Anything
