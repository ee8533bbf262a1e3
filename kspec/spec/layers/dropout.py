"""Regularization: dropout, noise and penalties, at work during training only."""

from typing import ClassVar

from kspec.spec.fields import Anything, DataFormat, Fraction, Number, PositiveInt, Seed
from kspec.spec.layers.base import Role
from kspec.spec.layers.effect import Effect
from kspec.spec.layers.elementwise import Elementwise


class Regularization(Elementwise):
    """Changes values at random during training, and nothing at inference."""

    role: ClassVar[Role] = "dropout"
    on_values: ClassVar[Effect] = "keeps"

    abstract: ClassVar[bool] = True


class Dropout(Regularization):
    """Sets a random fraction ``rate`` of the values to zero during training; keeps the shape."""

    rate: Fraction
    noise_shape: list[PositiveInt | None] | None = None
    seed: Seed = None


class AlphaDropout(Regularization):
    """Dropout that keeps mean and variance of self-normalizing (SELU) networks; keeps the shape."""

    rate: Fraction
    noise_shape: Anything = None
    seed: Seed = None


class GaussianDropout(Regularization):
    """Multiplies by random values around one during training; keeps the shape."""

    rate: Fraction
    seed: Seed = None


class GaussianNoise(Regularization):
    """Adds random values around zero during training; keeps the shape."""

    stddev: Fraction
    seed: Seed = None


class ActivityRegularization(Elementwise):
    """Adds a penalty on the values that pass to the loss; keeps the shape."""

    role: ClassVar[Role] = "neutral"
    on_values: ClassVar[Effect] = "keeps"

    l1: Number = 0.0
    l2: Number = 0.0

    only_base_fields: ClassVar[tuple[str, ...] | None] = ("name", "trainable", "dtype", "autocast")


class SpatialDropout(Regularization):
    """Drops whole feature maps instead of single values."""

    abstract: ClassVar[bool] = True
    only_base_fields: ClassVar[tuple[str, ...] | None] = ("name", "dtype")


class SpatialDropout1D(SpatialDropout):
    """Drops whole channels of sequences ``(batch, steps, channels)``; keeps the shape."""

    rate: Fraction
    seed: Seed = None

    rank: ClassVar[int | None] = 3
    wants: ClassVar[str] = "sequences (batch, steps, channels)"


class SpatialDropout2D(SpatialDropout):
    """Drops whole channels of images ``(batch, height, width, channels)``; keeps the shape."""

    rate: Fraction
    data_format: DataFormat = None
    seed: Seed = None

    rank: ClassVar[int | None] = 4
    wants: ClassVar[str] = "images (batch, height, width, channels)"


class SpatialDropout3D(SpatialDropout):
    """Drops whole channels of volumes ``(batch, depth, height, width, channels)``; same shape."""

    rate: Fraction
    data_format: DataFormat = None
    seed: Seed = None

    rank: ClassVar[int | None] = 5
    wants: ClassVar[str] = "volumes (batch, depth, height, width, channels)"
