"""Random changes of the colors of images."""

from typing import Annotated, ClassVar

from kspec.spec.fields import Fraction, Int, Number, PositiveInt, Seed
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
from kspec.spec.markers import Len
from kspec.spec.problem import Fault
from kspec.spec.shapes import Shape, Structure, Tensor, show


class AutoContrast(ImagePreprocessing):
    """Stretches each image to the whole range of values; keeps the shape."""

    value_range: Pair = [0, 255]


class Equalization(ImagePreprocessing):
    """Evens out the histogram of each image; keeps shape and dtype."""

    resamples: ClassVar[bool] = True
    gives_back: ClassVar[bool] = True

    value_range: Pair = [0, 255]
    bins: Int = 256

    def output_dtype(self, x: Tensor) -> str | None:
        return self.cast_dtype(x)


class ContrastLimitedAdaptiveHistogramEqualization(ImagePreprocessing):
    """Evens out the histogram of each tile of an image, within a limit; keeps the shape."""

    value_range: Pair = [0, 255]
    clip_limit: Number = 4.0
    tile_grid_size: Annotated[list[PositiveInt], Len(2, 2)] = [8, 8]

    def output_shape(self, shape: Shape) -> Shape:
        start = len(shape) - (2 if self.data_format == "channels_first" else 3)
        for size, tiles in zip(shape[start:], self.tile_grid_size, strict=False):
            # Keras mirrors the image to fill its tiles, and finds with the first batch that it
            # is too small.
            if size is not None and -size % tiles > size:
                message = f"An image {show(shape)} is too small for {tiles} tiles in a row"
                raise Fault("window_exceeds_input", message, field=("tile_grid_size",))
        return shape


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


class OfColors(Augmentation):
    """Works on colors: Keras raises for another number of channels when it trains."""

    abstract: ClassVar[bool] = True
    channels: ClassVar[frozenset[int]] = frozenset((3,))

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        images = inputs.get("images") if isinstance(inputs, dict) else inputs
        if isinstance(images, Tensor):
            self._colored(images.shape or ())
        return super().call(inputs, **arguments)

    def _colored(self, shape: Shape) -> None:
        axis = -3 if self.data_format == "channels_first" else -1
        found = shape[axis] if len(shape) >= -axis else None
        if found is not None and found not in self.channels:
            wanted = " or ".join(map(str, sorted(self.channels)))
            message = f"{type(self).__name__} takes images of {wanted} channels, and gets {found}"
            raise Fault("incompatible_shapes", message)


class RandomSaturation(OfColors):
    """Changes the saturation of images at random; keeps the shape. Images have 3 channels."""

    factor: SignedFactor
    value_range: Pair = [0, 255]
    seed: Seed = None


class RandomHue(OfColors):
    """Turns the hue of images at random; keeps the shape. Images have 3 channels."""

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


class RandomGrayscale(OfColors):
    """Takes the color out of images at random; keeps shape and dtype. Images have 3 channels, or
    1.
    """

    takes_samples: ClassVar[bool] = False

    channels: ClassVar[frozenset[int]] = frozenset((1, 3))

    factor: Fraction = 0.5
    seed: Seed = None

    def output_dtype(self, x: Tensor) -> str | None:
        return self.cast_dtype(x)


class RandomColorDegeneration(OfColors):
    """Fades the colors of RGB images at random; keeps the shape. Images must have 3 channels."""

    takes_samples: ClassVar[bool] = False

    factor: SignedFactor
    value_range: Pair = [0, 255]
    seed: Seed = None

    min_rank: ClassVar[int] = 3
    max_rank: ClassVar[int | None] = 4
    wants: ClassVar[str] = "images (batch, height, width, 3)"


class RandomColorJitter(Augmentation):
    """Changes brightness, contrast, saturation and hue at random; keeps the shape."""

    value_range: Pair = [0, 255]
    brightness_factor: SignedFactor | None = None
    contrast_factor: UnitFactor | None = None
    saturation_factor: SignedFactor | None = None
    hue_factor: UnitFactor | None = None
    seed: Seed = None
