"""Learning-rate schedules: the rate as a function of the number of steps (batches) made."""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from kspec.spec.fields import Bool, Float, Number, PositiveNumber, Str
from kspec.spec.problem import Problem
from kspec.spec.spec_object import SpecObject

MILLIONTH = -6
"""The decimal logarithm of the part of a rate that changes next to nothing."""


class LearningRateSchedule(SpecObject):
    """A learning-rate schedule: the base class of all, which gives no rate itself."""

    length_field: ClassVar[str] = "decay_steps"
    """Field with the number of steps, where the schedule has an end."""

    @property
    def peak_field(self) -> str:
        """The field with the highest rate."""
        return "initial_learning_rate"

    @property
    def length(self) -> float | None:
        """Number of steps to the last rate (in pieces, to the second); None without end."""
        return None

    @property
    def ends_at_zero(self) -> bool:
        """Whether nothing is learned any more after its end."""
        return False

    @property
    def spent(self) -> float | None:
        """Number of steps after which the rate is 0, or a millionth of the first; None for
        never.
        """
        return self.length if self.ends_at_zero else None

    def left_after(self, steps: int) -> float | None:
        """Fraction of the first rate after ``steps`` steps, where only decay changes it."""
        del steps
        return None

    @property
    def never_falls_by(self) -> str | None:
        """The field by which the rate is never below the first, None where it may fall."""
        return None

    def counts_epochs(self, epochs: int, steps: int) -> bool:
        """Whether the schedule, with this number of steps in each epoch, can only be meant in
        epochs.
        """
        del epochs, steps
        return False

    def magnitude(self, steps: int) -> float | None:
        """Decimal logarithm of the rate after ``steps`` steps, where it can grow."""
        del steps
        return None


class ExponentialDecay(LearningRateSchedule):
    """Multiplies the rate by ``decay_rate`` every ``decay_steps`` steps, smoothly or
    (``staircase``) at once.
    """

    initial_learning_rate: Number
    decay_steps: PositiveNumber
    decay_rate: Number
    staircase: Bool = False
    name: Str | None = "ExponentialDecay"

    @property
    def never_falls_by(self) -> str | None:
        return "decay_rate" if self.decay_rate == 1 else None

    @property
    def spent(self) -> float | None:
        if not 0 < self.decay_rate < 1:
            return None
        return self.decay_steps * MILLIONTH / math.log10(self.decay_rate)

    def left_after(self, steps: int) -> float | None:
        if self.decay_rate <= 0:
            return None
        times = steps / self.decay_steps
        return self.decay_rate ** (math.floor(times) if self.staircase else times)

    def magnitude(self, steps: int) -> float | None:
        if self.decay_rate <= 0 or self.initial_learning_rate <= 0:
            return None
        grown = steps / self.decay_steps * math.log10(self.decay_rate)
        return math.log10(self.initial_learning_rate) + grown


class InverseTimeDecay(LearningRateSchedule):
    """Divides the rate by 1 + ``decay_rate`` * steps / ``decay_steps``."""

    initial_learning_rate: Number
    decay_steps: PositiveNumber
    decay_rate: Number
    staircase: Bool = False
    name: Str | None = "InverseTimeDecay"

    @property
    def never_falls_by(self) -> str | None:
        return "decay_rate" if self.decay_rate == 0 else None

    def left_after(self, steps: int) -> float | None:
        if self.decay_rate < 0:
            return None
        times = steps / self.decay_steps
        return 1 / (1 + self.decay_rate * (math.floor(times) if self.staircase else times))


class PolynomialDecay(LearningRateSchedule):
    """Decays from the initial rate to ``end_learning_rate`` in ``decay_steps`` steps, by a power of
    the remaining fraction.
    """

    initial_learning_rate: Number
    decay_steps: PositiveNumber
    end_learning_rate: Number = 0.0001
    power: Number = 1.0
    cycle: Bool = False
    name: Str | None = "PolynomialDecay"

    @property
    def peak_field(self) -> str:
        warms_up = 0 <= self.initial_learning_rate < self.end_learning_rate
        return "end_learning_rate" if warms_up else "initial_learning_rate"

    @property
    def never_falls_by(self) -> str | None:
        first, last = self.initial_learning_rate, self.end_learning_rate
        by_default = "end_learning_rate" not in self.model_fields_set and first < last
        return "end_learning_rate" if first == last or by_default else None

    @property
    def length(self) -> float | None:
        return None if self.cycle else self.decay_steps

    @property
    def ends_at_zero(self) -> bool:
        return self.end_learning_rate == 0


class CosineDecay(LearningRateSchedule):
    """Goes down to ``alpha`` of the rate in ``decay_steps`` steps along a cosine, after a linear
    warm-up if any.
    """

    initial_learning_rate: Number
    decay_steps: PositiveNumber
    alpha: Number = 0.0
    name: Str | None = "CosineDecay"
    warmup_target: Number | None = None
    warmup_steps: Number = 0

    @property
    def peak_field(self) -> str:
        return "initial_learning_rate" if self.warmup_target is None else "warmup_target"

    @property
    def never_falls_by(self) -> str | None:
        return "alpha" if self.alpha >= 1 and self.warmup_target is None else None

    @property
    def length(self) -> float | None:
        return self.decay_steps + (0 if self.warmup_target is None else self.warmup_steps)

    @property
    def ends_at_zero(self) -> bool:
        return self.alpha == 0


class CosineDecayRestarts(LearningRateSchedule):
    """Cosine decay that starts again, each time ``t_mul`` as long and at ``m_mul`` the height."""

    initial_learning_rate: Float
    first_decay_steps: PositiveNumber
    t_mul: Number = 2.0
    m_mul: Number = 1.0
    alpha: Number = 0.0
    name: Str | None = "SGDRDecay"

    length_field: ClassVar[str] = "first_decay_steps"

    @property
    def never_falls_by(self) -> str | None:
        if self.first_decay_steps <= 1 and self.t_mul == 1:
            return "first_decay_steps"
        return "alpha" if self.alpha >= 1 else None

    def counts_epochs(self, epochs: int, steps: int) -> bool:
        return self.t_mul == 1 and self.first_decay_steps <= min(epochs, steps / 10)


class PiecewiseConstantDecay(LearningRateSchedule):
    """A constant rate up to each of ``boundaries`` (steps), and a last one after them all."""

    boundaries: list[Number]
    values: list[Number]
    name: Str | None = "PiecewiseConstant"

    length_field: ClassVar[str] = "boundaries"

    @property
    def never_falls_by(self) -> str | None:
        return "values" if len(self.values) > 1 and len(set(self.values)) == 1 else None

    @property
    def length(self) -> float | None:
        return self.boundaries[0] if self.boundaries else None

    def counts_epochs(self, epochs: int, steps: int) -> bool:
        falls = all(one > other for one, other in pairwise(self.values))
        return falls and bool(self.boundaries) and self.boundaries[-1] <= min(epochs, steps)

    def conflicts(self) -> Iterator[Problem]:
        if len(self.values) != len(self.boundaries) + 1:
            message = (
                f'"values" must have one entry more than "boundaries", '
                f"and they have {len(self.values)} and {len(self.boundaries)}"
            )
            yield Problem("conflicting_fields", ("values",), message)
