"""F scores: precision and recall in one number."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from kspec.spec.dtypes import counts_only
from kspec.spec.fields import Float, Str
from kspec.spec.markers import Gt, Le
from kspec.spec.problem import Problem
from kspec.spec.training.loss import Targets
from kspec.spec.training.metrics.metric import Kind, Metric


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

    def conflicts(self) -> Iterator[Problem]:
        if counts_only(self.dtype):
            message = f"{type(self).__name__} computes with fractions, and {self.dtype} has none"
            yield Problem("invalid_value", ("dtype",), message, 'For example "float32".')

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
    strings: ClassVar[tuple[str, ...]] = ("FBetaScore", "f_beta_score")


class F1Score(FScore):
    """The harmonic mean of precision and recall."""

    name: Str | None = "f1_score"
    strings: ClassVar[tuple[str, ...]] = ("F1Score", "f1_score")
