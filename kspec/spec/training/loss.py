"""Expectations of a loss on the head and on the target; the rules on losses use them."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from kspec.spec.dtypes import ObjectDType
from kspec.spec.fields import Int, Str
from kspec.spec.problem import Problem
from kspec.spec.shapes import Shape
from kspec.spec.spec_object import Resolved
from kspec.spec.training.shaping import Misfit, axis_misfit, smoothing_misfit

Reduction = Literal["sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none"] | None
Kind = Literal[
    "binary", "categorical", "sparse", "regression", "hinge", "distribution", "overlap", "other"
]
Targets = Literal[
    "binary", "one_hot", "integer", "continuous", "positive", "signs", "distribution", "any"
]
Guess = Literal["yes or no", "classes"] | None
Outputs = Literal["probabilities", "distribution", "unbounded", "positive", "embedding", "any"]


Axes = Int | list[Int] | None
"""Axis or axes; None for all together."""


class Loss(Resolved):
    """A loss: the base class of all, which computes nothing itself."""

    name: Str | None = None
    reduction: Reduction = "sum_over_batch_size"
    dtype: ObjectDType = None

    strings: ClassVar[tuple[str, ...]] = ("Loss",)
    kind: ClassVar[Kind] = "other"
    """Kind of the loss: ``binary`` (independent yes or no), ``categorical`` (one of several,
    one-hot targets), ``sparse`` (one of several, integer targets), ``regression``, ``hinge``
    (margins on unbounded scores), ``distribution`` (two distributions compared), ``overlap`` (Dice,
    Tversky).
    """

    strict_shapes: ClassVar[bool] = False
    """Whether Keras compares the shapes of target and output; otherwise it broadcasts in
    silence.
    """

    targets: ClassVar[Targets] = "any"
    """Values of the target: ``binary`` (0 or 1), ``one_hot`` rows, ``integer`` class numbers,
    ``continuous`` values, ``positive`` ones, ``signs`` (-1 or 1), a ``distribution`` (sums to one).
    """

    outputs: ClassVar[Outputs] = "any"
    """Values of the model's output where ``from_logits`` is false: ``probabilities`` (each from 0
    to 1), a ``distribution`` (sums to one over the last axis), ``unbounded`` values, ``positive``
    ones, an ``embedding``.
    """

    guess: ClassVar[Guess] = None
    """Output of a model without knowledge: even chances of yes and no, or of all classes; None
    where its loss depends on the targets.
    """

    in_units: ClassVar[bool] = False
    """Whether the loss grows with the difference of target and output, and so with their unit."""

    relative: ClassVar[bool] = False
    """Whether the loss divides by the target."""

    scaleless: ClassVar[bool] = False
    """Whether the loss compares directions, whatever the size of the values."""

    layout: ClassVar[str] = ""
    """The shape of the targets in words, where it does not follow from the output's."""

    def conflicts(self) -> Iterator[Problem]:
        if type(self) is Loss:
            message = "Loss is the base class of all losses, and computes nothing"
            yield Problem("invalid_value", (), message, 'For example "mse".')

    def misfit(self, shape: Shape) -> Misfit | None:
        """An argument that does not fit an output of this shape (batch first)."""
        fault = axis_misfit(getattr(self, "axis", None), shape)
        return fault or smoothing_misfit(getattr(self, "label_smoothing", None))

    def takes_target(self, shape: Shape) -> bool:
        """Whether a target whose samples have this shape has the loss's own layout."""
        del shape
        return True

    @property
    def takes_logits(self) -> bool:
        """Whether the loss applies the activation itself (``from_logits``)."""
        return bool(getattr(self, "from_logits", False))

    @property
    def expects(self) -> Outputs:
        """Outputs that the loss expects of the model: unbounded values where the loss applies the
        activation itself.
        """
        return "unbounded" if self.takes_logits else self.outputs
