"""Random changes of the colors of images."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from kspec.spec.dtypes import COUNTS
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
from kspec.spec.layers.layer_facts import InputSpec, Runtime
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.markers import After, Json, Len
from kspec.spec.problem import Fault, Problem
from kspec.spec.shapes import Shape, Structure, Tensor, show
from kspec.spec.validation import validate


class AutoContrast(ImagePreprocessing):
    """Stretches each image to the whole range of values; keeps the shape."""

    runtime: ClassVar[Runtime] = ImagePreprocessing.runtime._replace(unsupported_dtypes=COUNTS)

    value_range: Pair = [0, 255]


class Equalization(ImagePreprocessing):
    """Evens out the histogram of each image; keeps shape and dtype."""

    value_effect: ClassVar[ValueEffect] = ValueEffect(may_return_input=True)
    runtime: ClassVar[Runtime] = ImagePreprocessing.runtime._replace(unsupported_dtypes=COUNTS)
    resamples: ClassVar[bool] = True

    value_range: Pair = [0, 255]
    bins: Int = 256

    def output_dtype(self, x: Tensor) -> str | None:
        return self.cast_dtype(x)


def _brought_to(low: int, high: int) -> After:
    """A range that Keras brings to another: it passes over one that begins like that."""

    def check(value: list[Number]) -> list[Number]:
        if len(value) != 2 and value[:2] != [low, high]:
            raise ValueError("must be a list of two numbers")
        return value

    return After(check)


class ContrastLimitedAdaptiveHistogramEqualization(ImagePreprocessing):
    """Evens out the histogram of each tile of an image, within a limit; keeps the shape."""

    value_range: Annotated[list[Number], _brought_to(0, 255)] = [0, 255]
    clip_limit: Number = 4.0
    tile_grid_size: Annotated[list[PositiveInt], Len(2, 2)] = [8, 8]

    def compute_output_shape(self, shape: Shape) -> Shape:
        for size, tiles in zip(self.sides(shape), self.tile_grid_size, strict=False):
            # Keras mirrors the image to fill its tiles, and finds with the first batch that it
            # is too small.
            if size is not None and -size % tiles > size:
                message = f"An image {show(shape)} is too small for {tiles} tiles in a row"
                raise Fault("window_exceeds_input", message, field=("tile_grid_size",))
        return shape


class Solarization(Augmentation):
    """Inverts pixels above a threshold; keeps the shape."""

    runtime: ClassVar[Runtime] = Augmentation.runtime._replace(unsupported_dtypes=COUNTS)
    by_range: ClassVar[bool] = True

    addition_factor: Annotated[Factor, each_within(0, 1)] = 0.0
    threshold_factor: Annotated[Factor, each_within(0, 1)] = 0.0
    value_range: Pair = [0, 255]
    seed: Seed = None


class RandomBrightness(Augmentation):
    """Makes images brighter or darker at random; keeps the shape."""

    by_range: ClassVar[bool] = True

    factor: SignedFactor | None
    value_range: Pair = [0, 255]
    seed: Seed = None


class RandomContrast(Augmentation):
    """Changes the contrast of images at random; keeps the shape."""

    value_effect: ClassVar[ValueEffect] = ValueEffect(cuts_to_range=True)
    runtime: ClassVar[Runtime] = Augmentation.runtime._replace(unsupported_dtypes=COUNTS)

    factor: UnitFactor
    value_range: LongPair = [0, 255]
    seed: Seed = None


class OfColors(Augmentation, abstract=True):
    """Works on colors: Keras raises for another number of channels when it trains."""

    channels: ClassVar[frozenset[int]] = frozenset((3,))

    @property
    def looks_at_colors(self) -> bool:
        """Whether the layer, with these fields, computes with colors."""
        return True

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        images = self.images_of(inputs)
        if isinstance(images, Tensor) and self.looks_at_colors:
            self._colored(images.shape or ())
        return super().call(inputs, **arguments)

    def _colored(self, shape: Shape) -> None:
        axis = -3 if self.data_format == "channels_first" else -1
        channels = shape[axis] if len(shape) >= -axis else None
        if channels is not None and channels not in self.channels:
            expected = " or ".join(map(str, sorted(self.channels)))
            message = (
                f"{type(self).__name__} takes images of {expected} channels, and gets {channels}"
            )
            raise Fault("incompatible_shapes", message)


class RandomSaturation(OfColors):
    """Changes the saturation of images at random; keeps the shape. Images have 3 channels."""

    runtime: ClassVar[Runtime] = OfColors.runtime._replace(unsupported_dtypes=COUNTS)

    factor: SignedFactor
    value_range: Pair = [0, 255]
    seed: Seed = None


class RandomHue(OfColors):
    """Turns the hue of images at random; keeps the shape. Images have 3 channels."""

    value_effect: ClassVar[ValueEffect] = ValueEffect(cuts_to_range=True)

    factor: UnitFactor
    value_range: Annotated[list[Number], _brought_to(0, 1)] = [0, 255]
    seed: Seed = None


class RandomSharpness(Augmentation):
    """Sharpens or softens images at random; keeps the shape."""

    value_effect: ClassVar[ValueEffect] = ValueEffect(cuts_to_range=True)
    runtime: ClassVar[Runtime] = Augmentation.runtime._replace(unsupported_dtypes=COUNTS)

    factor: UnitFactor
    value_range: Pair = [0, 255]
    seed: Seed = None


class RandomInvert(Augmentation):
    """Inverts the colors of images at random; keeps the shape."""

    by_range: ClassVar[bool] = True

    factor: UnitFactor = 1.0
    value_range: LongPair = [0, 255]
    seed: Seed = None


class RandomPosterization(Augmentation):
    """Keeps only some bits of each color; keeps the shape."""

    by_range: ClassVar[bool] = True

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

    value_effect: ClassVar[ValueEffect] = ValueEffect(cuts_to_range=True)
    input_spec: ClassVar[InputSpec] = OfColors.input_spec._replace(
        min_ndim=3, max_ndim=4, description="images (batch, height, width, 3)"
    )
    takes_samples: ClassVar[bool] = False

    factor: SignedFactor
    value_range: Pair = [0, 255]
    seed: Seed = None


class RandomColorJitter(Augmentation):
    """Changes brightness, contrast, saturation and hue at random; keeps the shape. For the last two
    images have 3 channels, the last axis.
    """

    value_effect: ClassVar[ValueEffect] = ValueEffect(cuts_to_range=True)
    runtime: ClassVar[Runtime] = Augmentation.runtime._replace(unsupported_dtypes=COUNTS)
    by_range: ClassVar[bool] = True
    parts: ClassVar[Mapping[str, type[Augmentation]]] = {
        "brightness_factor": RandomBrightness,
        "contrast_factor": RandomContrast,
        "saturation_factor": RandomSaturation,
        "hue_factor": RandomHue,
    }
    """The layers that Keras makes for the factors, of these and the range alone."""

    value_range: Annotated[Any, Json({"items": {"type": "number"}, "type": "array"})] = [0, 255]
    brightness_factor: SignedFactor | None = None
    contrast_factor: UnitFactor | None = None
    saturation_factor: SignedFactor | None = None
    hue_factor: UnitFactor | None = None
    seed: Seed = None

    @property
    def needs_range(self) -> bool:
        return self.brightness_factor is not None

    def conflicts(self) -> Iterator[Problem]:
        for layer, fields in self._parts():
            for problem in validate(layer, fields, (), ())[1]:
                yield problem
                return

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        images = self.images_of(inputs)
        if isinstance(images, Tensor):
            for layer, fields in self._parts():
                layer.model_construct(**fields).call(images)
        return super().call(inputs, **arguments)

    def _parts(self) -> Iterator[tuple[type[Augmentation], dict[str, Any]]]:
        for field, layer in self.parts.items():
            factor = getattr(self, field)
            if factor is not None:
                yield layer, {"factor": factor, "value_range": self.value_range}
