"""Random changes of the colors of images."""

from typing import Annotated, Any, ClassVar

from kspec.spec.fields import Fraction, Int, Number, PositiveInt, Seed
from kspec.spec.layers.augmentation import (
    Augmentation,
    Factor,
    ImagePreprocessing,
    LongPair,
    Pair,
    SignedFactor,
    UnitFactor,
    each_within,
    within,
)
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.markers import Json, Len
from kspec.spec.problem import Fault
from kspec.spec.shapes import Shape, Tensor


class AutoContrast(ImagePreprocessing):
    """Stretches each image to the whole range of values; keeps the shape."""

    value_range: Pair = [0, 255]


class Equalization(ImagePreprocessing):
    """Evens out the histogram of each image; keeps shape and dtype."""

    value_effect: ClassVar[ValueEffect] = ValueEffect(may_return_input=True)

    value_range: Pair = [0, 255]
    bins: Int = 256

    def output_dtype(self, x: Tensor) -> str | None:
        return self.cast_dtype(x)


class ContrastLimitedAdaptiveHistogramEqualization(ImagePreprocessing):
    """Evens out the histogram of each tile of an image, within a limit; keeps the shape."""

    value_range: LongPair = [0, 255]
    clip_limit: Number = 4.0
    tile_grid_size: Annotated[list[PositiveInt], Len(2, 2)] = [8, 8]


class Solarization(Augmentation):
    """Inverts pixels above a threshold; keeps the shape."""

    value_effect: ClassVar[ValueEffect] = ValueEffect(needs_range=True)

    addition_factor: Annotated[Factor, each_within(0, 1)] = 0.0
    threshold_factor: Annotated[Factor, each_within(0, 1)] = 0.0
    value_range: Pair = [0, 255]
    seed: Seed = None


class RandomBrightness(Augmentation):
    """Makes images brighter or darker at random; keeps the shape."""

    value_effect: ClassVar[ValueEffect] = ValueEffect(needs_range=True)

    factor: SignedFactor | None
    value_range: Pair = [0, 255]
    seed: Seed = None


class RandomContrast(Augmentation):
    """Changes the contrast of images at random; keeps the shape."""

    value_effect: ClassVar[ValueEffect] = ValueEffect(cuts_to_range=True)

    factor: UnitFactor
    value_range: LongPair = [0, 255]
    seed: Seed = None


class OfColors(Augmentation, abstract=True):
    """Works on colors: Keras raises for another number of channels when it trains."""

    channels: ClassVar[frozenset[int]] = frozenset((3,))

    def compute_output_shape(self, shape: Shape) -> Shape:
        channels = shape[-3 if self.data_format == "channels_first" else -1]
        if channels is not None and channels not in self.channels:
            expected = " or ".join(map(str, sorted(self.channels)))
            message = (
                f"{type(self).__name__} takes images of {expected} channels, and gets {channels}"
            )
            raise Fault("incompatible_shapes", message)
        return shape


class RandomSaturation(OfColors):
    """Changes the saturation of images at random; keeps the shape. Images have 3 channels."""

    factor: SignedFactor
    value_range: Pair = [0, 255]
    seed: Seed = None


class RandomHue(OfColors):
    """Turns the hue of images at random; keeps the shape. Images have 3 channels."""

    value_effect: ClassVar[ValueEffect] = ValueEffect(cuts_to_range=True)

    factor: UnitFactor
    value_range: LongPair = [0, 255]
    seed: Seed = None


class RandomSharpness(Augmentation):
    """Sharpens or softens images at random; keeps the shape."""

    value_effect: ClassVar[ValueEffect] = ValueEffect(cuts_to_range=True)

    factor: UnitFactor
    value_range: Pair = [0, 255]
    seed: Seed = None


class RandomInvert(Augmentation):
    """Inverts the colors of images at random; keeps the shape."""

    value_effect: ClassVar[ValueEffect] = ValueEffect(needs_range=True)

    factor: UnitFactor = 1.0
    value_range: LongPair = [0, 255]
    seed: Seed = None


class RandomPosterization(Augmentation):
    """Keeps only some bits of each color; keeps the shape."""

    value_effect: ClassVar[ValueEffect] = ValueEffect(needs_range=True)

    factor: Annotated[Factor, within(1, 8)]
    value_range: Pair = [0, 255]
    seed: Seed = None


class RandomGrayscale(OfColors):
    """Takes the color out of images at random; keeps shape and dtype. Images have 3 channels, or
    1.
    """

    channels: ClassVar[frozenset[int]] = frozenset((1, 3))

    factor: Fraction = 0.5
    seed: Seed = None

    def output_dtype(self, x: Tensor) -> str | None:
        return self.cast_dtype(x)


class RandomColorDegeneration(OfColors):
    """Fades the colors of RGB images at random; keeps the shape. Images must have 3 channels."""

    value_effect: ClassVar[ValueEffect] = ValueEffect(cuts_to_range=True)

    factor: SignedFactor
    value_range: Pair = [0, 255]
    seed: Seed = None


class RandomColorJitter(Augmentation):
    """Changes brightness, contrast, saturation and hue at random; keeps the shape. For the last two
    images have 3 channels, the last axis.
    """

    value_effect: ClassVar[ValueEffect] = ValueEffect(cuts_to_range=True)

    value_range: Annotated[Any, Json({"items": {"type": "number"}, "type": "array"})] = [0, 255]
    brightness_factor: SignedFactor | None = None
    contrast_factor: UnitFactor | None = None
    saturation_factor: SignedFactor | None = None
    hue_factor: UnitFactor | None = None
    seed: Seed = None
