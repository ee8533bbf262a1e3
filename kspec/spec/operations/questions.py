"""Questions to each element of a tensor: is it a number, finite, real?"""

from typing import ClassVar

from kspec.spec.operations import kernels
from kspec.spec.operations.base import Operation
from kspec.spec.shapes import Tensor


class Tested(Operation):
    """A question to each element: true or false."""

    abstract: ClassVar[bool] = True

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "bool"


class Isreal(Tested):
    """Whether each is real."""


class Isneginf(Tested):
    """Whether each is infinite on one side; of integers Keras knows the answer."""

    aliases: ClassVar[tuple[str, ...]] = ("Isposinf",)


class Isnan(Tested):
    """Whether each is infinite, or no number."""

    runs_in: ClassVar[frozenset[str]] = kernels.ANYTHING - kernels.COMPLEX
    aliases: ClassVar[tuple[str, ...]] = ("Isinf",)


class Isfinite(Tested):
    """Whether each is neither infinite nor no number."""

    runs_in: ClassVar[frozenset[str]] = kernels.ANYTHING - kernels.COMPLEX


class LogicalNot(Tested):
    """Whether each is false."""

    runs_in: ClassVar[frozenset[str]] = kernels.NOT_TEXT


class Signbit(LogicalNot):
    """Whether each is below zero."""
