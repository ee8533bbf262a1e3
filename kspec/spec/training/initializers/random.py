"""Initializers that draw: from a fixed range, or scaled by the number of a weight's inputs and
outputs.
"""

import math
from typing import Annotated, ClassVar, Literal

from kspec.spec.fields import AnyCase, Anything, Int, Number
from kspec.spec.markers import Gt
from kspec.spec.spec_object import FieldRules
from kspec.spec.training.initializers.initializer import Initializer

NOTHING = 1e-6
"""Spread of weights that are as good as equal."""


class RandomInitializer(Initializer, abstract=True):
    """An initializer that draws; with a ``seed`` always the same values."""

    seed: Int | dict[str, Anything] | None = None


class Normal(RandomInitializer, abstract=True):
    """Values around ``mean``: all equal where ``stddev`` is 0."""

    mean: Number = 0.0
    stddev: Number = 0.05

    def is_uniform(self) -> bool:
        return abs(self.stddev) < NOTHING

    def is_zero(self) -> bool:
        return abs(self.stddev) < NOTHING and self.mean == 0

    @property
    def spread(self) -> float:
        return abs(self.mean) + abs(self.stddev)

    @property
    def center(self) -> float:
        return self.mean


class RandomNormal(Normal):
    """Values from a normal distribution."""

    short_names: ClassVar[tuple[str, ...]] = ("normal",)


class TruncatedNormal(Normal):
    """Values from a normal distribution, those beyond two standard deviations drawn again."""


class RandomUniform(RandomInitializer):
    """Values from ``minval`` to ``maxval``, all equally probable."""

    minval: Number = -0.05
    maxval: Number = 0.05
    short_names: ClassVar[tuple[str, ...]] = ("uniform",)

    def is_uniform(self) -> bool:
        return self.minval == self.maxval

    def is_zero(self) -> bool:
        return self.minval == 0 == self.maxval

    @property
    def spread(self) -> float:
        return max(abs(self.minval), abs(self.maxval))

    @property
    def center(self) -> float:
        return (self.minval + self.maxval) / 2


class Orthogonal(RandomInitializer):
    """A random orthogonal matrix times ``gain``: for weights of rank 2 or more."""

    gain: Number = 1.0
    ranks: ClassVar[tuple[int, int]] = (2, 99)
    not_in: ClassVar[tuple[str, ...]] = ("bfloat16",)
    aliases: ClassVar[tuple[str, ...]] = ("OrthogonalInitializer",)

    def is_uniform(self) -> bool:
        return self.gain == 0

    def is_zero(self) -> bool:
        return self.gain == 0

    @property
    def spread(self) -> float:
        return abs(self.gain)


class Scaled(RandomInitializer, abstract=True):
    """Values with a variance fitted to the number of a weight's inputs or outputs."""

    input_axes: Int | list[Int] | None = None
    output_axes: Int | list[Int] | None = None

    field_rules: ClassVar[FieldRules] = FieldRules(
        used_only_if={"input_axes": "output_axes", "output_axes": "input_axes"}
    )


class VarianceScaling(Scaled):
    """Values of variance ``scale`` divided by the number of inputs, of outputs, or the mean of
    both (``mode``).
    """

    scale: Annotated[Number, Gt(0)] = 1.0
    mode: Literal["fan_in", "fan_out", "fan_avg"] = "fan_in"
    distribution: Annotated[
        Literal["truncated_normal", "untruncated_normal", "uniform"], AnyCase
    ] = "truncated_normal"

    @property
    def spread(self) -> float:
        return math.sqrt(self.scale)


class GlorotUniform(Scaled):
    """Uniform, of variance 2 / (inputs + outputs): for tanh and linear layers. Also called
    Xavier.
    """


class GlorotNormal(Scaled):
    """Normal, of variance 2 / (inputs + outputs): for tanh and linear layers. Also called
    Xavier.
    """


class HeNormal(Scaled):
    """Normal, of variance 2 / inputs: for layers with relu. Also called Kaiming."""


class HeUniform(Scaled):
    """Uniform, of variance 2 / inputs: for layers with relu. Also called Kaiming."""


class LecunNormal(Scaled):
    """Normal, of variance 1 / inputs: for layers with selu."""


class LecunUniform(Scaled):
    """Uniform, of variance 1 / inputs: for layers with selu."""
