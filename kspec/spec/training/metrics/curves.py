"""Metrics over all thresholds: the area under a curve, and one rate at a given other."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from kspec.spec.fields import Bool, Int, Number, PositiveInt
from kspec.spec.problem import Problem
from kspec.spec.shapes import Shape, show
from kspec.spec.training.metrics.confusion import ConfusionMetric, Threshold
from kspec.spec.training.shaping import Misfit, size_misfit

VECTORS = 2
"""The rank of a batch of vectors."""


class AUC(ConfusionMetric):
    """The area under the ROC (or precision-recall) curve, from probabilities and targets 0 or 1."""

    num_thresholds: Int | None = 200
    curve: Literal["ROC", "PR", "PRGAIN", "roc", "pr", "prgain"] = "ROC"
    summation_method: Literal[
        "interpolation", "minoring", "majoring", "Interpolation", "Minoring", "Majoring"
    ] = "interpolation"
    thresholds: list[Number] | None = None
    multi_label: Bool = False
    num_labels: Int | None = None
    label_weights: list[Number] | None = None
    from_logits: Bool = False
    direction: ClassVar[Literal["up", "down"] | None] = "up"

    def misfit(self, shape: Shape) -> Misfit | None:
        classes = shape[-1] if shape else None
        if not self.multi_label or classes is None:
            return None
        if len(shape) != VECTORS:
            message = f"takes (batch, labels), and the output is {show(shape)}"
            return Misfit("multi_label", message, help="Leave multi_label out.")
        if self.num_labels and classes not in {1, self.num_labels}:
            message = f"counts {self.num_labels} labels, and the output has {classes}"
            return Misfit("num_labels", message, help=f"Write {classes}, or leave it out.")
        weights = [1.0] if self.label_weights is None else self.label_weights
        return size_misfit("label_weights", weights, shape)

    @property
    def by_label(self) -> bool:
        return self.multi_label

    @property
    def takes_all_axes(self) -> bool:
        return self.multi_label

    def conflicts(self) -> Iterator[Problem]:
        count = self.num_thresholds
        if self.thresholds is None and (count is None or count <= 1):
            got = "null" if count is None else count
            message = f'"num_thresholds" of AUC must be greater than 1, and is {got}'
            yield Problem("invalid_value", ("num_thresholds",), message)
        if self.num_labels and not self.multi_label:
            message = '"num_labels" of AUC counts only with "multi_label": true'
            help_ = 'Set "multi_label" to true, or remove "num_labels".'
            yield Problem("conflicting_fields", ("num_labels",), message, help_, "entry")


class RateAtRate(ConfusionMetric, abstract=True):
    """A rate at the threshold where another rate has a given value."""

    num_thresholds: PositiveInt = 200
    class_id: Int | None = None
    direction: ClassVar[Literal["up", "down"] | None] = "up"


class PrecisionAtRecall(RateAtRate):
    """The best precision at which the recall is at least ``recall``."""

    recall: Threshold


class RecallAtPrecision(RateAtRate):
    """The best recall at which the precision is at least ``precision``."""

    precision: Threshold


class SensitivityAtSpecificity(RateAtRate):
    """The best sensitivity (recall) at which the specificity is at least ``specificity``."""

    specificity: Threshold


class SpecificityAtSensitivity(RateAtRate):
    """The best specificity at which the sensitivity (recall) is at least ``sensitivity``."""

    sensitivity: Threshold
