"""Losses of margins: unbounded scores, no activation in the head."""

from typing import ClassVar

from kspec.spec.fields import Str
from kspec.spec.training.loss import Kind, Loss, Outputs, Targets


class Hinge(Loss):
    """1 - target * score, where that is positive; targets -1 or 1 (Keras turns 0 and 1 into
    them).
    """

    name: Str | None = "hinge"
    kind: ClassVar[Kind] = "hinge"
    targets: ClassVar[Targets] = "signs"
    outputs: ClassVar[Outputs] = "unbounded"


class SquaredHinge(Hinge):
    """The square of the hinge loss."""

    name: Str | None = "squared_hinge"


class CategoricalHinge(Hinge):
    """The margin between the true class's score and the best other one; one-hot targets."""

    name: Str | None = "categorical_hinge"
    targets: ClassVar[Targets] = "one_hot"
