"""Regularization: dropout, noise and penalties, at work during training only."""

from typing import Annotated, ClassVar

from kspec.spec.fields import DataFormat, Fraction, Number, Penalty, PositiveInt, Seed
from kspec.spec.layers.checks import single_input
from kspec.spec.layers.elementwise import Elementwise, OfOneTensor
from kspec.spec.layers.layer_facts import FLOATS_ONLY, InputSpec, Role, Runtime
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.markers import Ge, Lt
from kspec.spec.shapes import Structure, Tensor
from kspec.spec.spec_object import FieldRules, Serialization

Below1 = Annotated[Number, Ge(0), Lt(1)]
"""A rate that Keras divides by its rest of."""


class Regularization(OfOneTensor, abstract=True):
    """Changes values at random during training, and nothing at inference."""

    role: ClassVar[Role] = "dropout"
    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")
    runtime: ClassVar[Runtime] = Runtime("numbers", FLOATS_ONLY)
    field_rules: ClassVar[FieldRules] = FieldRules(used_only_if={"seed": "strength"})

    @property
    def strength(self) -> float:
        """Rate or standard deviation of the noise; 0 where the layer changes nothing."""
        raise NotImplementedError

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        # A layer without effect passes any structure on, and one tensor comes out as it goes in.
        kind = Elementwise if isinstance(inputs, Tensor) or not self.strength else OfOneTensor
        return kind.call(self, inputs, **arguments)

    @property
    def own_runtime(self) -> Runtime:
        return Runtime() if self.has_unknown_fields or not self.strength else self.runtime


class Dropping(Regularization, abstract=True):
    """Drops a fraction ``rate`` of the values."""

    rate: Fraction

    @property
    def strength(self) -> float:
        # At 1 Keras gives zeros, and looks at nothing.
        return self.rate if self.rate < 1 else 0


class Noisy(Dropping, abstract=True):
    """Dropping by a noise of a shape of its own."""

    noise_shape: list[PositiveInt | None] | None = None
    seed: Seed = None


class Dropout(Noisy):
    """Sets a random fraction ``rate`` of the values to zero during training; keeps the shape."""


class AlphaDropout(Noisy):
    """Dropout that keeps mean and variance of self-normalizing (SELU) networks; keeps the shape."""

    field_rules: ClassVar[FieldRules] = Noisy.field_rules._replace(
        used_only_if={"seed": "strength", "noise_shape": "strength"}
    )

    rate: Below1

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        return super().call(single_input(self, inputs) if self.strength else inputs, **arguments)


class GaussianDropout(Dropping):
    """Multiplies by random values around one during training; keeps the shape."""

    runtime: ClassVar[Runtime] = Dropping.runtime._replace(unsupported_kinds=("integers",))

    rate: Below1
    seed: Seed = None


class GaussianNoise(Regularization):
    """Adds random values around zero during training; keeps the shape."""

    stddev: Fraction
    seed: Seed = None

    @property
    def strength(self) -> float:
        return self.stddev


class ActivityRegularization(Elementwise):
    """Adds a penalty on the values that pass to the loss; keeps the shape."""

    role: ClassVar[Role] = "neutral"
    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")
    runtime: ClassVar[Runtime] = Runtime("numbers")
    serialization: ClassVar[Serialization] = Serialization(
        base_fields=("name", "trainable", "dtype", "autocast")
    )

    l1: Penalty | None = 0.0
    l2: Penalty | None = 0.0

    @property
    def adds_loss(self) -> bool:
        return True


class SpatialDropout(Dropping, abstract=True):
    """Drops whole feature maps instead of single values."""

    serialization: ClassVar[Serialization] = Serialization(base_fields=("name", "dtype"))

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        return super().call(single_input(self, inputs), **arguments)


class SpatialDropout1D(SpatialDropout):
    """Drops whole channels of sequences ``(batch, steps, channels)``; keeps the shape."""

    input_spec: ClassVar[InputSpec] = InputSpec(3, description="sequences (batch, steps, channels)")

    seed: Seed = None


class SpatialDropout2D(SpatialDropout):
    """Drops whole channels of images ``(batch, height, width, channels)``; keeps the shape."""

    input_spec: ClassVar[InputSpec] = InputSpec(
        4, description="images (batch, height, width, channels)"
    )

    data_format: DataFormat = None
    seed: Seed = None


class SpatialDropout3D(SpatialDropout):
    """Drops whole channels of volumes ``(batch, depth, height, width, channels)``; same shape."""

    input_spec: ClassVar[InputSpec] = InputSpec(
        5, description="volumes (batch, depth, height, width, channels)"
    )

    data_format: DataFormat = None
    seed: Seed = None
