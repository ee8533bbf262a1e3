"""Regularizers: penalties on weights or outputs that are added to the loss."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from kspec.spec.fields import Float, Penalty
from kspec.spec.markers import Finite, Ge
from kspec.spec.problem import Problem
from kspec.spec.training.ranks import OfWeights


class Regularizer(OfWeights):
    """A regularizer: the base class of all, which gives no penalty itself."""

    def conflicts(self) -> Iterator[Problem]:
        if type(self) is Regularizer:
            message = "Regularizer is the base class of all regularizers, and Keras cannot add it"
            yield Problem("invalid_value", (), message, 'For example "l2".')


class L1(Regularizer):
    """``l1`` times the sum of the absolute values: drives weights to 0."""

    l1: Penalty | None = 0.01
    renamed: ClassVar[Mapping[str, str]] = {"l": "l1"}


class L2(Regularizer):
    """``l2`` times the sum of the squares: keeps weights small."""

    l2: Penalty | None = 0.01
    renamed: ClassVar[Mapping[str, str]] = {"l": "l2"}


class L1L2(Regularizer):
    """Both: ``l1`` times the absolute values and ``l2`` times the squares."""

    l1: Penalty | None = 0.0
    l2: Penalty | None = 0.0


class OrthogonalRegularizer(Regularizer):
    """A penalty on rows (or columns) of a matrix that are not at right angles."""

    factor: Annotated[Float, Ge(0), Finite()] = 0.01
    mode: Literal["rows", "columns"] = "rows"
    ranks: ClassVar[tuple[int, int]] = (2, 2)
