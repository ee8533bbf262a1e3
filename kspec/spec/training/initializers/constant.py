"""Initializers without chance."""

from typing import Annotated, ClassVar, Literal

from kspec.spec.fields import Anything, Bool, Number
from kspec.spec.markers import Len
from kspec.spec.training.initializers.initializer import Initializer


class Zeros(Initializer):
    """All zeros."""

    short_names: ClassVar[tuple[str, ...]] = ("zero",)

    def is_uniform(self) -> bool:
        return True

    def is_zero(self) -> bool:
        return True


class Ones(Initializer):
    """All ones."""

    short_names: ClassVar[tuple[str, ...]] = ("one",)

    def is_uniform(self) -> bool:
        return True


class Constant(Initializer):
    """All ``value``."""

    value: Number | Bool | list[Anything] | dict[str, Anything]

    def is_uniform(self) -> bool:
        return isinstance(self.value, int | float)

    def is_zero(self) -> bool:
        return self.is_uniform() and self.value == 0

    @property
    def spread(self) -> float:
        return abs(self.value) if isinstance(self.value, int | float) else 0.0


class Identity(Initializer):
    """The identity matrix times ``gain``: for square weights of rank 2."""

    gain: Number = 1.0
    ranks: ClassVar[tuple[int, int]] = (2, 2)
    aliases: ClassVar[tuple[str, ...]] = ("IdentityInitializer",)


class STFT(Initializer):
    """The real or imaginary part of a short-time Fourier transform's kernels."""

    side: Literal["real", "imag"] = "real"
    window: Annotated[str, Len(1)] | list[Number] | None = "hann"
    scaling: Literal["density", "spectrum"] | None = "density"
    periodic: Bool = False
    ranks: ClassVar[tuple[int, int]] = (3, 3)
    aliases: ClassVar[tuple[str, ...]] = ("STFTInitializer",)
