"""Ranks and dtypes of the weights that an initializer, a regularizer or a constraint takes."""

from typing import ClassVar

from kspec.spec.shapes import Shape, show
from kspec.spec.spec_object import Resolved


class OfWeights(Resolved, abstract=True):
    """Base class of initializers, regularizers and constraints: the ranks that each
    takes.
    """

    ranks: ClassVar[tuple[int, int]] = (0, 99)
    """The lowest and the highest rank of the weights that Keras takes."""

    not_in: ClassVar[tuple[str, ...]] = ()
    """The dtypes of weights that TensorFlow cannot compute it in."""

    takes_all: ClassVar[bool] = True
    """Whether weights of every rank and dtype are allowed, as in nearly all classes."""

    def __init_subclass__(cls, *, abstract: bool = False) -> None:
        super().__init_subclass__(abstract=abstract)
        by_rank = cls.misfit is OfWeights.misfit and cls.ranks == OfWeights.ranks
        cls.takes_all = by_rank and not cls.not_in

    def misfit(self, shape: Shape) -> str | None:
        """Reason why a weight of this shape does not fit; None where it fits."""
        low, high = self.ranks
        if low <= len(shape) <= high:
            return None
        expected = f"rank {low}" if low == high else f"rank {low} or more"
        return f"takes weights of {expected}, and this one is {show(shape)}"
