"""Random changes of where things are in images."""

from typing import Annotated, ClassVar, Literal

from kspec.spec.fields import Fraction, NonNegativeInt, Number, Seed, Str
from kspec.spec.layers.augmentation import (
    Augmentation,
    Factor,
    FillMode,
    Interpolation,
    LongPair,
    SignedFactor,
    UnitFactor,
    each_within,
)
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.shapes import Shape


class OfPlaces(Augmentation, abstract=True):
    """Moves the content of images: pixels are taken from others, or are means of them."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")


class RandomFlip(OfPlaces):
    """Mirrors images at random, from left to right, upside down or both; keeps the shape."""

    mode: Str = "horizontal_and_vertical"
    seed: Seed = None


class RandomRotation(OfPlaces):
    """Turns images at random by up to ``factor`` of a full turn; keeps the shape."""

    factor: SignedFactor | None
    fill_mode: FillMode = "reflect"
    interpolation: Interpolation = "bilinear"
    seed: Seed = None
    fill_value: Number = 0.0


class RandomTranslation(OfPlaces):
    """Moves images at random by up to a fraction of their size; keeps the shape."""

    height_factor: Annotated[Factor, each_within(-1, 1)]
    width_factor: Annotated[Factor, each_within(-1, 1)]
    fill_mode: FillMode = "reflect"
    interpolation: Interpolation = "bilinear"
    seed: Seed = None
    fill_value: Number = 0.0


class RandomZoom(OfPlaces):
    """Zooms in (negative factors) or out at random; keeps the shape."""

    height_factor: Annotated[Factor, each_within(-1, 1)]
    width_factor: Annotated[Factor, each_within(-1, 1)] | None = None
    fill_mode: FillMode = "reflect"
    interpolation: Interpolation = "bilinear"
    seed: Seed = None
    fill_value: Number = 0.0


class RandomShear(OfPlaces):
    """Slants images at random; keeps the shape."""

    x_factor: Annotated[Factor, each_within(0, 1)] = 0.0
    y_factor: Annotated[Factor, each_within(0, 1)] = 0.0
    interpolation: Interpolation = "bilinear"
    fill_mode: FillMode = "reflect"
    fill_value: Number = 0.0
    seed: Seed = None


class RandomPerspective(OfPlaces):
    """Distorts images at random to another perspective; keeps the shape."""

    factor: UnitFactor = 1.0
    scale: Fraction = 1.0
    interpolation: Interpolation = "bilinear"
    fill_value: Number = 0.0
    seed: Seed = None


class RandomElasticTransform(Augmentation):
    """Warps images at random, like rubber; keeps the shape."""

    value_effect: ClassVar[ValueEffect] = ValueEffect(cuts_to_range=True)

    factor: UnitFactor = 1.0
    scale: UnitFactor = 1.0
    interpolation: Interpolation = "bilinear"
    fill_mode: Literal["constant", "mirror", "nearest", "reflect", "wrap"] = "reflect"
    fill_value: Number = 0.0
    value_range: LongPair = [0, 255]
    seed: Seed = None


class RandomCrop(OfPlaces):
    """Cuts a window of ``height`` and ``width`` out of images, at random during training:
    ``(batch, height, width, channels)``.
    """

    height: NonNegativeInt
    width: NonNegativeInt
    seed: Seed = None

    def compute_output_shape(self, shape: Shape) -> Shape:
        if self.data_format == "channels_first":
            return (*shape[:-2], self.height, self.width)
        return (*shape[:-3], self.height, self.width, shape[-1])
