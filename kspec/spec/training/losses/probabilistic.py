"""Losses for classes: how well predicted probabilities match the true ones."""

from collections.abc import Iterator
from typing import ClassVar

from kspec.spec.fields import Bool, Int, Number, Str
from kspec.spec.problem import Problem
from kspec.spec.shapes import Shape
from kspec.spec.training.loss import Axes, Guess, Kind, Loss, Outputs, Targets
from kspec.spec.training.shaping import (
    Misfit,
    focus_misfit,
    ignored_misfit,
    last_axis_misfit,
    size_misfit,
)


class BinaryLoss(Loss, abstract=True):
    """A loss for independent yes-or-no answers: targets 0 or 1, one output for each, of the same
    shape.
    """

    kind: ClassVar[Kind] = "binary"
    strict_shapes: ClassVar[bool] = True
    targets: ClassVar[Targets] = "binary"
    outputs: ClassVar[Outputs] = "probabilities"


class CategoricalLoss(Loss, abstract=True):
    """A loss for one class of several: one-hot targets ``(batch, ..., classes)``, outputs of the
    same shape.
    """

    kind: ClassVar[Kind] = "categorical"
    targets: ClassVar[Targets] = "one_hot"
    outputs: ClassVar[Outputs] = "distribution"


class SparseLoss(Loss, abstract=True):
    """A loss for one class of several: integer targets ``(batch, ...)``, outputs ``(batch, ...,
    classes)``.
    """

    kind: ClassVar[Kind] = "sparse"
    targets: ClassVar[Targets] = "integer"
    outputs: ClassVar[Outputs] = "distribution"


class BinaryCrossentropy(BinaryLoss):
    """Cross-entropy of independent yes-or-no answers: a sigmoid head, or scores with
    ``from_logits``.
    """

    from_logits: Bool = False
    label_smoothing: Number | None = 0.0
    axis: Axes = -1
    name: Str | None = "binary_crossentropy"
    guess: ClassVar[Guess] = "yes or no"
    short_names: ClassVar[tuple[str, ...]] = ("bce", "BCE")


class BinaryFocalCrossentropy(BinaryLoss):
    """Binary cross-entropy that weighs easy examples down by ``gamma``."""

    apply_class_balancing: Bool = False
    alpha: Number = 0.25
    gamma: Number = 2.0
    from_logits: Bool = False
    label_smoothing: Number | None = 0.0
    axis: Axes = -1
    name: Str | None = "binary_focal_crossentropy"

    def misfit(self, shape: Shape) -> Misfit | None:
        fault = super().misfit(shape) or focus_misfit(self.gamma)
        if fault is not None or not self.apply_class_balancing or 0 <= self.alpha <= 1:
            return fault
        message = f'has {self.alpha} in "alpha", the share of class 1, which is from 0 to 1'
        return Misfit("alpha", message, certain=False, help="0.25 is the default.")


class CategoricalCrossentropy(CategoricalLoss):
    """Cross-entropy with one-hot targets: a softmax head, or scores with ``from_logits``."""

    from_logits: Bool = False
    label_smoothing: Number | None = 0.0
    axis: Axes = -1
    name: Str | None = "categorical_crossentropy"
    guess: ClassVar[Guess] = "classes"
    strict_shapes: ClassVar[bool] = True


class CategoricalFocalCrossentropy(CategoricalLoss):
    """Categorical cross-entropy that weighs easy examples down by ``gamma``."""

    alpha: Number | list[Number] = 0.25
    gamma: Number = 2.0
    from_logits: Bool = False
    label_smoothing: Number | None = 0.0
    axis: Axes = -1
    name: Str | None = "categorical_focal_crossentropy"

    def misfit(self, shape: Shape) -> Misfit | None:
        weights = self.alpha if isinstance(self.alpha, list) else [self.alpha]
        fault = super().misfit(shape) or size_misfit("alpha", weights, shape)
        return fault or focus_misfit(self.gamma)


class SparseCategoricalCrossentropy(SparseLoss):
    """Cross-entropy with integer targets: a softmax head, or scores with ``from_logits``."""

    from_logits: Bool = False
    ignore_class: Int | None = None
    axis: Int = -1
    name: Str | None = "sparse_categorical_crossentropy"
    guess: ClassVar[Guess] = "classes"

    def misfit(self, shape: Shape) -> Misfit | None:
        return last_axis_misfit(self.axis, shape) or ignored_misfit(self.ignore_class, shape)


class CategoricalGeneralizedCrossEntropy(SparseLoss):
    """A cross-entropy that withstands wrong labels; for all its name it takes integer targets."""

    q: Number = 0.5
    name: Str | None = "categorical_generalized_cross_entropy"
    strings: ClassVar[tuple[str, ...]] = ()

    def conflicts(self) -> Iterator[Problem]:
        yield from super().conflicts()
        if not 0 < self.q < 1:
            message = f'"q" must lie between 0 and 1, both excluded, and is {self.q}'
            yield Problem("invalid_value", ("q",), message)


class KLDivergence(Loss):
    """The Kullback-Leibler divergence of the output's distribution from the target's."""

    name: Str | None = "kl_divergence"
    short_names: ClassVar[tuple[str, ...]] = ("kld", "KLD")
    kind: ClassVar[Kind] = "distribution"
    targets: ClassVar[Targets] = "distribution"
    outputs: ClassVar[Outputs] = "distribution"
