"""Random changes of the colors of images."""

from typing import Annotated, ClassVar

from kspec.spec.fields import Anything, Fraction, Int, Number, Seed
from kspec.spec.layers.augmentation import (
    Augmentation,
    Factor,
    ImagePreprocessing,
    Pair,
    SignedFactor,
    UnitFactor,
    each_within,
    within,
)
from kspec.spec.problem import Fault
from kspec.spec.shapes import Shape, Tensor


class AutoContrast(ImagePreprocessing):
    """Stretches each image to the whole range of values; keeps the shape."""

    value_range: Pair = [0, 255]


class Equalization(ImagePreprocessing):
    """Evens out the histogram of each image; keeps shape and dtype."""

    value_range: Pair = [0, 255]
    bins: Int = 256

    def output_dtype(self, x: Tensor) -> str | None:
        return self.cast_dtype(x)


class ContrastLimitedAdaptiveHistogramEqualization(ImagePreprocessing):
    """Evens out the histogram of each tile of an image, within a limit; keeps the shape."""

    value_range: Pair = [0, 255]
    clip_limit: Number = 4.0
    tile_grid_size: Anything = (8, 8)


class Solarization(Augmentation):
    """Inverts pixels above a threshold; keeps the shape."""

    addition_factor: Annotated[Factor, each_within(0, 1)] = 0.0
    threshold_factor: Annotated[Factor, each_within(0, 1)] = 0.0
    value_range: Pair = [0, 255]
    seed: Seed = None


class RandomBrightness(Augmentation):
    """Makes images brighter or darker at random; keeps the shape."""

    factor: SignedFactor | None
    value_range: Pair = [0, 255]
    seed: Seed = None


class RandomContrast(Augmentation):
    """Changes the contrast of images at random; keeps the shape."""

    factor: UnitFactor
    value_range: Pair = [0, 255]
    seed: Seed = None


class RandomSaturation(Augmentation):
    """Changes the saturation of images at random; keeps the shape."""

    factor: SignedFactor
    value_range: Pair = [0, 255]
    seed: Seed = None


class RandomHue(Augmentation):
    """Turns the hue of images at random; keeps the shape."""

    factor: UnitFactor
    value_range: Pair = [0, 255]
    seed: Seed = None


class RandomSharpness(Augmentation):
    """Sharpens or softens images at random; keeps the shape."""

    factor: UnitFactor
    value_range: Pair = [0, 255]
    seed: Seed = None


class RandomInvert(Augmentation):
    """Inverts the colors of images at random; keeps the shape."""

    factor: UnitFactor = 1.0
    value_range: Pair = [0, 255]
    seed: Seed = None


class RandomPosterization(Augmentation):
    """Keeps only some bits of each color; keeps the shape."""

    factor: Annotated[Factor, within(1, 8)]
    value_range: Pair = [0, 255]
    seed: Seed = None


class RandomGrayscale(Augmentation):
    """Takes the color out of images at random; keeps shape and dtype."""

    factor: Fraction = 0.5
    seed: Seed = None

    keeps_sparse: ClassVar[bool] = True

    def output_dtype(self, x: Tensor) -> str | None:
        return self.cast_dtype(x)


class RandomColorDegeneration(Augmentation):
    """Fades the colors of RGB images at random; keeps the shape. Images must have 3 channels."""

    factor: SignedFactor
    value_range: Pair = [0, 255]
    seed: Seed = None

    min_rank: ClassVar[int] = 3
    max_rank: ClassVar[int | None] = 4
    wants: ClassVar[str] = "images (batch, height, width, 3)"

    def output_shape(self, shape: Shape) -> Shape:
        axis = -3 if self.data_format == "channels_first" else -1
        if shape[axis] not in {3, None}:
            message = f"RandomColorDegeneration takes images of 3 channels, and gets {shape[axis]}"
            raise Fault("incompatible_shapes", message)
        return shape


class RandomColorJitter(Augmentation):
    """Changes brightness, contrast, saturation and hue at random; keeps the shape."""

    value_range: Pair = [0, 255]
    brightness_factor: SignedFactor | None = None
    contrast_factor: UnitFactor | None = None
    saturation_factor: SignedFactor | None = None
    hue_factor: UnitFactor | None = None
    seed: Seed = None
