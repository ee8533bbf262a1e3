"""Expectations of a metric on the head and on the target, and the name under which its values are
logged.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal

from kspec.spec.dtypes import ObjectDType
from kspec.spec.fields import Str
from kspec.spec.naming import snake_case
from kspec.spec.problem import Problem
from kspec.spec.shapes import Shape
from kspec.spec.spec_object import Resolved
from kspec.spec.training.loss import Targets
from kspec.spec.training.shaping import Misfit

Kind = Literal[
    "binary",
    "categorical",
    "sparse",
    "regression",
    "hinge",
    "distribution",
    "confusion",
    "iou",
    "mean",
    "shaped",
    "other",
]

NAMES_ALIKE = (
    ("acc", "accuracy"),
    ("mae", "mean_absolute_error"),
    ("mape", "mean_absolute_percentage_error"),
    ("mse", "mean_squared_error"),
)
"""Names of one metric: Keras logs it under the name that ``compile`` gets."""


def names_alike(name: str) -> tuple[str, ...]:
    """The other names of a metric."""
    return next((tuple({*names} - {name}) for names in NAMES_ALIKE if name in names), ())


class Metric(Resolved):
    """A metric: the base class of all, which computes nothing itself."""

    name: Str | None = None
    dtype: ObjectDType = None

    kind: ClassVar[Kind] = "other"
    """Kind of the metric: ``binary``, ``categorical`` (one-hot targets) or ``sparse`` (integer
    ones) classification, ``regression``, ``hinge``, a ``distribution`` compared, counts of right
    and wrong decisions (``confusion``), ``iou``, the bare ``mean`` of values, or ``shaped``: chosen
    by Keras by the shapes.
    """

    targets: ClassVar[Targets] = "any"
    """Values of the target, in the words of `Loss.targets`."""

    same_axes: ClassVar[bool] = False
    """Whether Keras refuses targets with more or fewer axes than the output: one number for each
    sample is not taken for ``(batch, 1)``.
    """

    strict_shapes: ClassVar[bool] = False
    """Whether Keras refuses a target of another shape than the output's, and broadcasts none."""

    aligns: ClassVar[bool] = True
    """Whether Keras first takes away, or adds, a last axis of one that only one of the two has."""

    needs_probabilities: ClassVar[bool] = False
    """Whether the model's output is compared to thresholds from 0 to 1, or logarithms are taken of
    it.
    """

    is_accuracy: ClassVar[bool] = False
    """Whether the metric is a fraction of right answers."""

    by_equality: ClassVar[bool] = False
    """Whether an answer is right only where it equals the target."""

    rank: ClassVar[int | None] = None
    """Rank, with the batch, of output and target in the metric, after a further last axis of one is
    removed (not where they have to be the ``same_axes``); None for any.
    """

    direction: ClassVar[Literal["up", "down"] | None] = None
    """Direction of improvement, where Keras knows it: that of a callback's ``mode`` "auto"."""

    def conflicts(self) -> Iterator[Problem]:
        if type(self) is Metric:
            message = "Metric is the base class of all metrics, and computes nothing"
            yield Problem("metric_cannot_be_computed", (), message, 'For example "accuracy".')

    def misfit(self, shape: Shape) -> Misfit | None:
        """An argument that does not fit an output of this shape (batch first)."""
        del shape
        return None

    @property
    def takes_all_axes(self) -> bool:
        """Whether the metric takes the output with a last axis of one."""
        return False

    @property
    def by_label(self) -> bool:
        """Whether the metric judges every unit by itself, and broadcasts one number over all of
        them.
        """
        return False

    @property
    def picks_largest(self) -> bool:
        """Whether the metric takes the largest value of each row of the output as the predicted
        class.
        """
        return False

    @property
    def takes_rows(self) -> bool:
        """Whether the target is a row with a value for each class."""
        return self.targets == "one_hot"

    @property
    def takes_logits(self) -> bool:
        """Whether the metric applies the activation itself (``from_logits``)."""
        return bool(getattr(self, "from_logits", False))

    @property
    def cutoffs(self) -> tuple[float, ...]:
        """Thresholds at which outputs become yes or no; empty where there are none."""
        return ()

    @property
    def log_name(self) -> str:
        """The name of its values in the history, for one output and the first of its class."""
        return self.name if self.name is not None else snake_case(type(self).__name__)
