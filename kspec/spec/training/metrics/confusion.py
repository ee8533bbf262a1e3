"""Metrics that count right and wrong decisions: probabilities cut at one threshold or more."""

from typing import Annotated, ClassVar, Literal

from kspec.spec.fields import Float, Int, Number, Str
from kspec.spec.markers import Ge, Gt, Le
from kspec.spec.shapes import Shape
from kspec.spec.training.loss import Targets
from kspec.spec.training.metrics.metric import Kind, Metric
from kspec.spec.training.shaping import Misfit

Threshold = Annotated[Number, Ge(0), Le(1)]
Thresholds = Threshold | list[Threshold] | None


class ConfusionMetric(Metric, abstract=True):
    """A count of decisions; targets 0 or 1 (for several classes one-hot, each entry a decision of
    its own).
    """

    kind: ClassVar[Kind] = "confusion"
    targets: ClassVar[Targets] = "binary"
    needs_probabilities: ClassVar[bool] = True

    def misfit(self, shape: Shape) -> Misfit | None:
        classes = shape[-1] if shape else None
        chosen, best = getattr(self, "class_id", None), getattr(self, "top_k", None)
        if classes is None:
            return None
        if chosen is not None and not -classes <= chosen < classes:
            message = f"looks at class {chosen}, and the output has {classes} classes"
            return Misfit("class_id", message, help=f"They are counted from 0 to {classes - 1}.")
        if best is not None and not 0 <= best <= classes:
            message = f"takes the best {best}, and the output has {classes} classes"
            return Misfit("top_k", message, help=f"Write at most {classes}.")
        return None


class ThresholdMetric(ConfusionMetric, abstract=True):
    """A count of decisions at thresholds, 0.5 if none is given."""

    thresholds: Thresholds = None

    @property
    def cutoffs(self) -> tuple[float, ...]:
        if self.thresholds is None:
            return () if getattr(self, "top_k", None) is not None else (0.5,)
        return tuple(self.thresholds) if isinstance(self.thresholds, list) else (self.thresholds,)


class TruePositives(ThresholdMetric):
    """The number of positives predicted as positive."""


class TrueNegatives(ThresholdMetric):
    """The number of negatives predicted as negative."""


class FalsePositives(ThresholdMetric):
    """The number of negatives predicted as positive."""


class FalseNegatives(ThresholdMetric):
    """The number of positives predicted as negative."""


class Precision(ThresholdMetric):
    """The fraction of predicted positives that are positive."""

    top_k: Int | None = None
    class_id: Int | None = None
    direction: ClassVar[Literal["up", "down"] | None] = "up"


class Recall(ThresholdMetric):
    """The fraction of positives that are predicted as positive."""

    top_k: Int | None = None
    class_id: Int | None = None
    direction: ClassVar[Literal["up", "down"] | None] = "up"


class FScore(Metric, abstract=True):
    """Precision and recall in one number: one-hot or multi-hot targets ``(batch,
    classes)``, outputs alike.

    Without a ``threshold`` the largest output counts as yes, and all others as no.
    """

    average: Literal["micro", "macro", "weighted"] | None = None
    threshold: Annotated[Float, Gt(0), Le(1)] | None = None
    kind: ClassVar[Kind] = "confusion"
    targets: ClassVar[Targets] = "one_hot"
    same_axes: ClassVar[bool] = True
    rank: ClassVar[int | None] = 2
    direction: ClassVar[Literal["up", "down"] | None] = "up"

    @property
    def picks_largest(self) -> bool:
        return self.threshold is None

    @property
    def cutoffs(self) -> tuple[float, ...]:
        return () if self.threshold is None else (self.threshold,)


class FBetaScore(FScore):
    """The weighted harmonic mean of precision and recall: recall counts ``beta`` times as much."""

    beta: Annotated[Float, Gt(0)] = 1.0
    name: Str | None = "fbeta_score"


class F1Score(FScore):
    """The harmonic mean of precision and recall."""

    name: Str | None = "f1_score"
