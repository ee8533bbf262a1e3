"""Random changes of where things are in images."""

from typing import Annotated, ClassVar, Literal

from kspec.spec.dtypes import COUNTS
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
from kspec.spec.layers.layer_facts import InputSpec, Runtime
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.problem import Fault
from kspec.spec.shapes import Shape, show


class OfPlaces(Augmentation, abstract=True):
    """Moves the content of images: pixels are taken from others, or are means of them."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")


class RandomFlip(OfPlaces):
    """Mirrors images at random, from left to right, upside down or both; keeps the shape."""

    mode: Str = "horizontal_and_vertical"
    seed: Seed = None


class RandomRotation(OfPlaces):
    """Turns images at random by up to ``factor`` of a full turn; keeps the shape."""

    resamples: ClassVar[bool] = True

    factor: SignedFactor | None
    fill_mode: FillMode = "reflect"
    interpolation: Interpolation = "bilinear"
    seed: Seed = None
    fill_value: Number = 0.0


class RandomTranslation(OfPlaces):
    """Moves images at random by up to a fraction of their size; keeps the shape."""

    resamples: ClassVar[bool] = True

    height_factor: Annotated[Factor, each_within(-1, 1)]
    width_factor: Annotated[Factor, each_within(-1, 1)]
    fill_mode: FillMode = "reflect"
    interpolation: Interpolation = "bilinear"
    seed: Seed = None
    fill_value: Number = 0.0


class RandomZoom(OfPlaces):
    """Zooms in (negative factors) or out at random; keeps the shape."""

    resamples: ClassVar[bool] = True

    height_factor: Annotated[Factor, each_within(-1, 1, open_below=True)]
    width_factor: Annotated[Factor, each_within(-1, 1, open_below=True)] | None = None
    fill_mode: FillMode = "reflect"
    interpolation: Interpolation = "bilinear"
    seed: Seed = None
    fill_value: Number = 0.0


class RandomShear(OfPlaces):
    """Slants images at random; keeps the shape."""

    runtime: ClassVar[Runtime] = OfPlaces.runtime._replace(unsupported_dtypes=COUNTS)
    resamples: ClassVar[bool] = True

    x_factor: Annotated[Factor, each_within(0, 1)] = 0.0
    y_factor: Annotated[Factor, each_within(0, 1)] = 0.0
    interpolation: Interpolation = "bilinear"
    fill_mode: FillMode = "reflect"
    fill_value: Number = 0.0
    seed: Seed = None


class RandomPerspective(OfPlaces):
    """Distorts images at random to another perspective; keeps the shape."""

    runtime: ClassVar[Runtime] = OfPlaces.runtime._replace(unsupported_dtypes=COUNTS)
    resamples: ClassVar[bool] = True
    takes_lists: ClassVar[bool] = False

    factor: UnitFactor = 1.0
    scale: Fraction = 1.0
    interpolation: Interpolation = "bilinear"
    fill_value: Number = 0.0
    seed: Seed = None

    def compute_output_shape(self, shape: Shape) -> Shape:
        if 1 in self.sides(shape):
            # Keras looks for the map of its four corners, which lie on one line.
            message = f"RandomPerspective takes images of 2 pixels or more a side: {show(shape)}"
            raise Fault("incompatible_shapes", message)
        return shape


class RandomElasticTransform(Augmentation):
    """Warps images at random, like rubber; keeps the shape."""

    value_effect: ClassVar[ValueEffect] = ValueEffect(cuts_to_range=True)
    runtime: ClassVar[Runtime] = Augmentation.runtime._replace(unsupported_dtypes=COUNTS)

    factor: UnitFactor = 1.0
    scale: UnitFactor = 1.0
    interpolation: Interpolation = "bilinear"
    fill_mode: Literal["constant", "mirror", "nearest", "reflect", "wrap"] = "reflect"
    fill_value: Number = 0.0
    value_range: LongPair = [0, 255]
    seed: Seed = None

    @staticmethod
    def _may_be_above_0(factor: float | list[float]) -> bool:
        return max(factor) > 0 if isinstance(factor, list) else factor != 0


class RandomCrop(OfPlaces):
    """Cuts a window of ``height`` and ``width`` out of images, at random during training:
    ``(batch, height, width, channels)``.
    """

    input_spec: ClassVar[InputSpec] = OfPlaces.input_spec._replace(
        description="images (batch, height, width, channels)"
    )
    takes_samples: ClassVar[bool] = False
    resamples: ClassVar[bool] = True

    height: NonNegativeInt
    width: NonNegativeInt
    seed: Seed = None

    def check_rank(self, shape: Shape | None) -> Shape | None:
        if shape is not None and len(shape) < self.least_rank:
            self._wrong_rank(f"rank {self.least_rank} or more", shape)
        return super().check_rank(shape)

    @property
    def least_rank(self) -> int:
        """The fewest axes in which Keras finds height and width."""
        return 2 if self.data_format == "channels_first" else 3

    def compute_output_shape(self, shape: Shape) -> Shape:
        if self.data_format == "channels_first":
            return (*shape[:-2], self.height, self.width)
        return (*shape[:-3], self.height, self.width, shape[-1])
