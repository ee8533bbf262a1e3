"""Metrics that aggregate their inputs."""

from collections.abc import Iterator
from typing import ClassVar

from kspec.spec.fields import Anything, Str
from kspec.spec.problem import Problem
from kspec.spec.training.metrics.metric import Kind, Metric


class OfValues(Metric, abstract=True):
    """A metric that takes values one by one: Keras cannot call it with targets and outputs."""

    kind: ClassVar[Kind] = "mean"

    def conflicts(self) -> Iterator[Problem]:
        message = f"{type(self).__name__} takes values, and Keras gives it targets and outputs"
        help_ = 'Name what is to be measured, for example "mean_absolute_error".'
        yield Problem("metric_cannot_be_computed", (), message, help_)


class Mean(OfValues):
    """The mean of values, for training loops of one's own: in ``compile`` Keras raises."""

    name: Str | None = "mean"


class Sum(OfValues):
    """The sum of values, for training loops of one's own: in ``compile`` Keras raises."""

    name: Str | None = "sum"


class MeanMetricWrapper(Metric):
    """The mean of a function of target and output."""

    fn: Anything
