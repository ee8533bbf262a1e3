"""Losses with a layout of their own: embeddings and label sequences."""

from typing import ClassVar

from kspec.spec.fields import Bool, Number, Str
from kspec.spec.training.loss import Loss, Outputs, Targets


class Circle(Loss):
    """For embeddings ``(batch, features)`` of length 1: pulls those with the same integer label
    together.
    """

    gamma: Number = 80.0
    margin: Number = 0.4
    remove_diagonal: Bool = True
    name: Str | None = "circle"
    strings: ClassVar[tuple[str, ...]] = ("Circle", "circle")
    targets: ClassVar[Targets] = "integer"
    outputs: ClassVar[Outputs] = "embedding"


class CTC(Loss):
    """For sequences not aligned with their labels: scores ``(batch, time, classes)``,
    labels ``(batch, length)``.

    The scores are logits; class 0 is the blank.
    """

    name: Str | None = "ctc"
    strings: ClassVar[tuple[str, ...]] = ("CTC", "ctc")
    targets: ClassVar[Targets] = "integer"
    outputs: ClassVar[Outputs] = "unbounded"
