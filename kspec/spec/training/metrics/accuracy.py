"""Metrics of accuracy: the share of right answers."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from kspec.spec.fields import Bool, Int, Number, Str
from kspec.spec.training.loss import Targets
from kspec.spec.training.metrics.metric import Kind, Metric
from kspec.spec.training.shaping import reading


class AccuracyMetric(Metric, abstract=True):
    """The share of right answers."""

    is_accuracy: ClassVar[bool] = True
    direction: ClassVar[Literal["up", "down"] | None] = "up"


class Accuracy(AccuracyMetric):
    """The fraction of outputs exactly equal to the target: for decided labels, not for
    probabilities.
    """

    name: Str | None = "accuracy"
    by_equality: ClassVar[bool] = True


class BinaryAccuracy(AccuracyMetric):
    """The fraction of outputs that, cut at ``threshold``, equal the target 0 or 1."""

    name: Str | None = "binary_accuracy"
    threshold: Number = 0.5
    kind: ClassVar[Kind] = "binary"
    targets: ClassVar[Targets] = "binary"
    needs_probabilities: ClassVar[bool] = True

    @property
    def cutoffs(self) -> tuple[float, ...]:
        return (self.threshold,)


class CategoricalAccuracy(AccuracyMetric):
    """The fraction of samples whose largest output is at the 1 of the one-hot target."""

    name: Str | None = "categorical_accuracy"
    kind: ClassVar[Kind] = "categorical"
    targets: ClassVar[Targets] = "one_hot"


class SparseCategoricalAccuracy(AccuracyMetric):
    """The fraction of samples whose largest output is at the index in the integer target."""

    name: Str | None = "sparse_categorical_accuracy"
    kind: ClassVar[Kind] = "sparse"
    targets: ClassVar[Targets] = "integer"


class TopKCategoricalAccuracy(AccuracyMetric):
    """The fraction of samples whose one-hot target's class is among the ``k`` largest outputs."""

    k: Int = 5
    name: Str | None = "top_k_categorical_accuracy"
    kind: ClassVar[Kind] = "categorical"
    targets: ClassVar[Targets] = "one_hot"
    same_axes: ClassVar[bool] = True


class SparseTopKCategoricalAccuracy(AccuracyMetric):
    """The fraction of samples whose integer target's class is among the ``k`` largest outputs."""

    k: Int = 5
    name: Str | None = "sparse_top_k_categorical_accuracy"
    from_sorted_ids: Bool = False
    kind: ClassVar[Kind] = "sparse"
    targets: ClassVar[Targets] = "integer"


class ShapedAccuracy(AccuracyMetric, abstract=True):
    """``"accuracy"`` in ``compile``: Keras picks the class by the shapes of output and target,
    never by the loss.
    """

    kind: ClassVar[Kind] = "shaped"

    @staticmethod
    def resolve(output_shape: Sequence[int | None], target_shape: Sequence[int | None]) -> str:
        """The class that Keras picks; the shapes include the batch."""
        return {
            "binary": "BinaryAccuracy",
            "sparse": "SparseCategoricalAccuracy",
            "categorical": "CategoricalAccuracy",
        }[reading(output_shape, target_shape)]
