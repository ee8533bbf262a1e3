"""Metrics that only add up what they are given."""

from typing import ClassVar

from kspec.spec.fields import Anything, Str
from kspec.spec.training.metrics.metric import Kind, Metric


class Mean(Metric):
    """The mean of values; in ``compile`` it averages the targets and ignores the outputs."""

    name: Str | None = "mean"
    strings: ClassVar[tuple[str, ...]] = ("Mean", "mean")
    kind: ClassVar[Kind] = "mean"


class Sum(Metric):
    """The sum of values; in ``compile`` it adds up the targets and ignores the outputs."""

    name: Str | None = "sum"
    strings: ClassVar[tuple[str, ...]] = ("Sum", "sum")
    kind: ClassVar[Kind] = "mean"


class MeanMetricWrapper(Metric):
    """The mean of a function of target and output."""

    fn: Anything
    strings: ClassVar[tuple[str, ...]] = ("MeanMetricWrapper", "mean_metric_wrapper")
