"""What a loss wants of the head and of the target: the facts that the rules on losses stand on."""

from typing import ClassVar, Literal

from kspec.spec.described import Described
from kspec.spec.dtypes import DType
from kspec.spec.fields import Str

Reduction = Literal["sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none"] | None
Kind = Literal[
    "binary", "categorical", "sparse", "regression", "hinge", "distribution", "overlap", "other"
]


class Loss(Described):
    """A loss.

    ``kind`` says which question the loss answers: ``binary`` (independent yes or no), ``categorical`` (one of several,
    one-hot targets), ``sparse`` (one of several, integer targets), ``regression``, ``hinge`` (margins on unbounded
    scores), ``distribution`` (two distributions compared), ``overlap`` (Dice, Tversky).
    """

    name: Str | None = None
    reduction: Reduction = "sum_over_batch_size"
    dtype: DType = None

    kind: ClassVar[Kind] = "other"
    strict_shapes: ClassVar[bool] = False
    """Whether Keras compares the shapes of target and output; otherwise it broadcasts in silence."""

    @property
    def takes_logits(self) -> bool:
        """Whether the loss applies the activation itself (``from_logits``)."""
        return bool(getattr(self, "from_logits", False))
