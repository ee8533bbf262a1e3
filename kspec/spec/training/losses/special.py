"""Losses with a layout of their own: embeddings and label sequences."""

from typing import ClassVar

from kspec.spec.fields import Bool, Number, Str
from kspec.spec.shapes import Shape, show
from kspec.spec.training.loss import Loss, Outputs, Targets
from kspec.spec.training.shaping import Misfit


class Circle(Loss):
    """Pulls embeddings ``(batch, features)`` of length 1 together that have the same integer
    label.
    """

    gamma: Number = 80.0
    margin: Number = 0.4
    remove_diagonal: Bool = True
    name: Str | None = "circle"
    targets: ClassVar[Targets] = "integer"
    outputs: ClassVar[Outputs] = "embedding"
    layout: ClassVar[str] = "one class number for each sample"

    def takes_target(self, shape: Shape) -> bool:
        return shape in {(), (1,)}

    def misfit(self, shape: Shape) -> Misfit | None:
        if len(shape) <= 2:  # batch, features
            return None
        message = f"needs an output (batch, features), and this is {show(shape)}"
        return Misfit(None, message, help="Flatten the output, or pool it.")


class CTC(Loss):
    """A loss of sequences not aligned with their labels: scores ``(batch, time, classes)``, labels
    ``(batch, length)``.

    The scores are logits; class 0 is the blank.
    """

    name: Str | None = "ctc"
    targets: ClassVar[Targets] = "integer"
    outputs: ClassVar[Outputs] = "unbounded"
    layout: ClassVar[str] = "labels (batch, length)"

    def takes_target(self, shape: Shape) -> bool:
        return len(shape) == 1

    def misfit(self, shape: Shape) -> Misfit | None:
        if len(shape) == 3:  # batch, time, classes
            return None
        message = f"needs an output (batch, time, classes), and this is {show(shape)}"
        help_ = "Keep the time axis up to the last layer, or take another loss."
        return Misfit(None, message, help=help_)
