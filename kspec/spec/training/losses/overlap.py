"""Losses of overlap, for segmentation."""

from typing import ClassVar

from kspec.spec.fields import Number, Str
from kspec.spec.shapes import Shape
from kspec.spec.training.loss import Axes, Kind, Loss, Outputs, Targets
from kspec.spec.training.shaping import Misfit


class Dice(Loss):
    """1 - the Dice coefficient of two masks of the same shape, summed over ``axis`` (default all
    of them).
    """

    name: Str | None = "dice"
    axis: Axes = None
    kind: ClassVar[Kind] = "overlap"
    targets: ClassVar[Targets] = "binary"
    outputs: ClassVar[Outputs] = "probabilities"


class Tversky(Loss):
    """1 - the Tversky index: Dice with weights for false positives (``alpha``) and false negatives
    (``beta``).
    """

    alpha: Number = 0.5
    beta: Number = 0.5
    name: Str | None = "tversky"
    axis: Axes = None
    kind: ClassVar[Kind] = "overlap"
    targets: ClassVar[Targets] = "binary"
    outputs: ClassVar[Outputs] = "probabilities"

    def misfit(self, shape: Shape) -> Misfit | None:
        for field in ("alpha", "beta"):
            weight, other = getattr(self, field), self.alpha + self.beta
            if weight < 0 or other == 0:
                message = f'has {weight} in "{field}", and weighs that kind of error not at all'
                return Misfit(field, message, certain=False, help="0.5 is the default.")
        return super().misfit(shape)
