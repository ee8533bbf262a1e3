"""Metrics of margins, on unbounded scores."""

from typing import ClassVar, Literal

from kspec.spec.fields import Str
from kspec.spec.training.loss import Targets
from kspec.spec.training.metrics.metric import Kind, Metric


class Hinge(Metric):
    """1 - target * score, where that is positive; targets -1 or 1 (Keras turns 0 and 1 into
    them).
    """

    name: Str | None = "hinge"
    strings: ClassVar[tuple[str, ...]] = ("Hinge", "hinge")
    aligns: ClassVar[bool] = False
    kind: ClassVar[Kind] = "hinge"
    targets: ClassVar[Targets] = "signs"
    direction: ClassVar[Literal["up", "down"] | None] = "down"


class SquaredHinge(Hinge):
    """The square of the hinge metric."""

    name: Str | None = "squared_hinge"
    strings: ClassVar[tuple[str, ...]] = ("SquaredHinge", "squared_hinge")


class CategoricalHinge(Hinge):
    """The margin between the true class's score and the best other one; one-hot targets."""

    name: Str | None = "categorical_hinge"
    strings: ClassVar[tuple[str, ...]] = ("CategoricalHinge", "categorical_hinge")
    targets: ClassVar[Targets] = "one_hot"
