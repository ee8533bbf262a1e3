"""Metrics for continuous targets."""

from typing import ClassVar, Literal

from kspec.spec.fields import Int, NonNegativeInt, Str
from kspec.spec.shapes import Shape
from kspec.spec.training.loss import Axes, Targets
from kspec.spec.training.metrics.metric import Kind, Metric
from kspec.spec.training.shaping import Misfit, axis_misfit, direction_misfit


class RegressionMetric(Metric, abstract=True):
    """A distance between continuous targets and outputs of the same shape."""

    kind: ClassVar[Kind] = "regression"
    targets: ClassVar[Targets] = "continuous"
    direction: ClassVar[Literal["up", "down"] | None] = "down"

    def misfit(self, shape: Shape) -> Misfit | None:
        return axis_misfit(getattr(self, "axis", None), shape)


class RootMeanSquaredError(RegressionMetric):
    """The square root of the mean squared error: in the target's own unit."""

    name: Str | None = "root_mean_squared_error"


class LogCoshError(RegressionMetric):
    """The mean logarithm of the hyperbolic cosine of the error."""

    name: Str | None = "logcosh"


class CosineSimilarity(RegressionMetric):
    """The cosine of the angle between target and output along ``axis``: 1 where they agree."""

    name: Str | None = "cosine_similarity"
    axis: Axes = -1
    direction: ClassVar[Literal["up", "down"] | None] = "up"

    def misfit(self, shape: Shape) -> Misfit | None:
        return super().misfit(shape) or direction_misfit(self.axis, shape)


class R2Score(RegressionMetric):
    """The share of the target's variance that the output explains: 1 at best, 0 for the mean,
    negative below it.
    """

    class_aggregation: Literal["uniform_average", "variance_weighted_average"] | None = (
        "uniform_average"
    )
    num_regressors: NonNegativeInt = 0
    name: Str | None = "r2_score"
    rank: ClassVar[int | None] = 2
    direction: ClassVar[Literal["up", "down"] | None] = "up"


class PearsonCorrelation(RegressionMetric):
    """Pearson's correlation of target and output along ``axis``, from -1 to 1."""

    name: Str | None = "pearson_correlation"
    axis: Int | list[Int] = -1
    direction: ClassVar[Literal["up", "down"] | None] = "up"


class ConcordanceCorrelation(RegressionMetric):
    """Lin's concordance of target and output along ``axis``: correlation that also punishes shift
    and scale.
    """

    name: Str | None = "concordance_correlation"
    axis: Int | list[Int] = -1
    direction: ClassVar[Literal["up", "down"] | None] = "up"
