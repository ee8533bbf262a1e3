"""The base of initializers."""

from collections.abc import Iterator

from kspec.spec.problem import Problem
from kspec.spec.training.ranks import OfWeights


class Initializer(OfWeights):
    """An initializer: the base class of all, which gives no values itself."""

    def is_uniform(self) -> bool:
        """Whether all weights start at one value."""
        return False

    def is_zero(self) -> bool:
        """Whether all weights start at 0."""
        return False

    @property
    def spread(self) -> float:
        """Largest usual distance of a weight from 0, where it does not depend on the weight's
        shape; else 0.
        """
        return 0.0

    @property
    def center(self) -> float:
        """Mean of the weights, which is far from 0 only where somebody says so."""
        return 0.0

    def conflicts(self) -> Iterator[Problem]:
        if type(self) is Initializer:
            message = "Initializer is the base class of all initializers, and gives no values"
            yield Problem("invalid_value", (), message, 'For example "glorot_uniform".')
