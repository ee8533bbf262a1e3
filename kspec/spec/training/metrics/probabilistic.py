"""Metrics that compare probabilities: the losses' formulas, watched."""

from typing import ClassVar, Literal

from kspec.spec.fields import Bool, Int, Number, Str
from kspec.spec.shapes import Shape
from kspec.spec.training.loss import Axes, Targets
from kspec.spec.training.metrics.metric import Kind, Metric
from kspec.spec.training.shaping import Misfit, axis_misfit, last_axis_misfit


class BinaryCrossentropy(Metric):
    """Cross-entropy of yes-or-no answers, targets 0 or 1."""

    name: Str | None = "binary_crossentropy"
    from_logits: Bool = False
    label_smoothing: Number | None = 0
    short_names: ClassVar[tuple[str, ...]] = ("bce", "BCE")
    kind: ClassVar[Kind] = "binary"
    targets: ClassVar[Targets] = "binary"
    same_axes: ClassVar[bool] = True
    strict_shapes: ClassVar[bool] = True
    needs_probabilities: ClassVar[bool] = True
    direction: ClassVar[Literal["up", "down"] | None] = "down"


class CategoricalCrossentropy(Metric):
    """Cross-entropy with one-hot targets."""

    name: Str | None = "categorical_crossentropy"
    from_logits: Bool = False
    label_smoothing: Number | None = 0
    axis: Axes = -1

    def misfit(self, shape: Shape) -> Misfit | None:
        return axis_misfit(self.axis, shape)

    kind: ClassVar[Kind] = "categorical"
    targets: ClassVar[Targets] = "one_hot"
    same_axes: ClassVar[bool] = True
    strict_shapes: ClassVar[bool] = True
    needs_probabilities: ClassVar[bool] = True
    direction: ClassVar[Literal["up", "down"] | None] = "down"


class SparseCategoricalCrossentropy(Metric):
    """Cross-entropy with integer targets."""

    name: Str | None = "sparse_categorical_crossentropy"
    from_logits: Bool = False
    ignore_class: Int | None = None
    axis: Int = -1

    def misfit(self, shape: Shape) -> Misfit | None:
        return last_axis_misfit(self.axis, shape)

    kind: ClassVar[Kind] = "sparse"
    targets: ClassVar[Targets] = "integer"
    needs_probabilities: ClassVar[bool] = True
    direction: ClassVar[Literal["up", "down"] | None] = "down"


class KLDivergence(Metric):
    """The Kullback-Leibler divergence of the output's distribution from the target's."""

    name: Str | None = "kl_divergence"
    aligns: ClassVar[bool] = False
    kind: ClassVar[Kind] = "distribution"
    targets: ClassVar[Targets] = "distribution"
    needs_probabilities: ClassVar[bool] = True
    direction: ClassVar[Literal["up", "down"] | None] = "down"
