"""Losses for continuous targets."""

from typing import ClassVar

from kspec.spec.fields import Number, Str
from kspec.spec.shapes import Shape
from kspec.spec.training.loss import Axes, Kind, Loss, Outputs, Targets
from kspec.spec.training.shaping import Misfit, direction_misfit


class RegressionLoss(Loss, abstract=True):
    """A distance between continuous targets and outputs of the same shape."""

    kind: ClassVar[Kind] = "regression"
    targets: ClassVar[Targets] = "continuous"
    outputs: ClassVar[Outputs] = "unbounded"


class DifferenceLoss(RegressionLoss, abstract=True):
    """A distance that grows with the difference itself, and so with the unit of the target."""

    in_units: ClassVar[bool] = True


class MeanSquaredError(DifferenceLoss):
    """The mean over the last axis of the squared errors."""

    name: Str | None = "mean_squared_error"
    short_names: ClassVar[tuple[str, ...]] = ("mse", "MSE")


class MeanAbsoluteError(DifferenceLoss):
    """The mean over the last axis of the absolute errors."""

    name: Str | None = "mean_absolute_error"
    short_names: ClassVar[tuple[str, ...]] = ("mae", "MAE")


class MeanAbsolutePercentageError(RegressionLoss):
    """The mean over the last axis of the absolute errors, in percent of the target; a target near
    0 makes it huge.
    """

    name: Str | None = "mean_absolute_percentage_error"
    short_names: ClassVar[tuple[str, ...]] = ("mape", "MAPE")
    relative: ClassVar[bool] = True


class MeanSquaredLogarithmicError(RegressionLoss):
    """The mean squared error of log(1 + value); negative targets and outputs count as 0."""

    name: Str | None = "mean_squared_logarithmic_error"
    short_names: ClassVar[tuple[str, ...]] = ("msle", "MSLE")
    targets: ClassVar[Targets] = "positive"


class Huber(DifferenceLoss):
    """Squared for errors up to ``delta``, linear beyond it, so that outliers weigh less."""

    delta: Number = 1.0
    name: Str | None = "huber_loss"

    def misfit(self, shape: Shape) -> Misfit | None:
        if self.delta > 0:
            return super().misfit(shape)
        message = f'has {self.delta} in "delta", with which it is never more than 0'
        return Misfit("delta", message, certain=False, help="1.0 is the default.")


class LogCosh(DifferenceLoss):
    """The logarithm of the hyperbolic cosine of the error: squared when small, absolute when
    large.
    """

    name: Str | None = "log_cosh"


class CosineSimilarity(RegressionLoss):
    """The negative cosine of the angle between target and output along ``axis``: -1 where they
    agree.
    """

    axis: Axes = -1
    name: Str | None = "cosine_similarity"
    scaleless: ClassVar[bool] = True

    def misfit(self, shape: Shape) -> Misfit | None:
        return super().misfit(shape) or direction_misfit(self.axis, shape)


class Poisson(RegressionLoss):
    """The negative log-likelihood of a Poisson distribution whose rate is the output; for
    counts.
    """

    name: Str | None = "poisson"
    targets: ClassVar[Targets] = "positive"
    outputs: ClassVar[Outputs] = "positive"
