"""Operations on images: one ``(height, width, channels)`` or a batch of them."""

from collections.abc import Callable
from typing import Annotated, ClassVar, Literal

from kspec.spec.fields import Anything, Axes, Bool, DataFormat, Int, Number, Operand
from kspec.spec.markers import Len
from kspec.spec.operations.base import Operation, as_tensor, same_but
from kspec.spec.operations.promotion import is_integer
from kspec.spec.shapes import Dim, Shape, Structure, Tensor, show

ONE, BATCH = 3, 4

_Sampling = Literal["nearest", "bilinear"]
_Filling = Literal["constant", "nearest", "wrap", "reflect"]


class OfImages(Operation, abstract=True):
    """An operation on one image or a batch of them, which keeps their shape."""

    data_format: DataFormat = None

    @property
    def height_axis(self) -> int:
        """The axis of the height, counted from the end; the width's is the next."""
        return -2 if self.data_format == "channels_first" else -3

    @property
    def channels_axis(self) -> int:
        """The axis of the channels, counted from the end."""
        return -1 if self.height_axis == -ONE else -3

    def _call_of_images(self, images: Structure) -> Structure:
        return super().call(images)

    call: ClassVar[Callable[..., Structure]] = _call_of_images

    def compute_output_shape(self, shape: Shape) -> Shape:
        self.ranked(shape)
        return shape

    def ranked(self, shape: Shape, *ranks: int) -> None:
        """Refuse a shape that is no image."""
        if len(shape) not in (ranks or (ONE, BATCH)):
            self.refuse("input_rank", f"takes images, and gets {show(shape)}")

    def resized(self, shape: Shape, height: Dim, width: Dim) -> Shape:
        """The shape with another height and width."""
        axis = len(shape) + self.height_axis
        return (*shape[:axis], height, width, *shape[axis + 2 :])


class Resize(OfImages):
    """Images of another size."""

    size: Annotated[list[Int], Len(2, 2)]
    interpolation: Literal["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", "area"] = (
        "bilinear"
    )
    antialias: Bool = False
    crop_to_aspect_ratio: Bool = False
    pad_to_aspect_ratio: Bool = False
    fill_mode: Literal["constant"] = "constant"
    fill_value: Anything = 0.0
    data_format: DataFormat = None

    def compute_output_shape(self, shape: Shape) -> Shape:
        self.ranked(shape)
        height, width = self.size
        if min(height, width) < 1 or 0 in shape[-ONE:]:
            self.refuse("empty_axis", f"makes images of {self.size} out of {show(shape)}")
        return self.resized(shape, height, width)


class ColorConversion(OfImages):
    """Colours in other coordinates: three channels, floats."""

    aliases: ClassVar[tuple[str, ...]] = ("RGBToHSV", "HSVToRGB")

    def of(self, x: Tensor) -> Structure:
        if is_integer(x.dtype):
            self.refuse("invalid_call", f"takes floats, and gets {x.dtype}")
        return super().of(x)

    def compute_output_shape(self, shape: Shape) -> Shape:
        self.ranked(shape)
        if shape[self.channels_axis] not in {3, None}:
            self.refuse("incompatible_shapes", f"takes 3 channels, and gets {show(shape)}")
        return shape


class RGBToGrayscale(OfImages):
    """The gray channel of images with three."""

    def compute_output_shape(self, shape: Shape) -> Shape:
        self.ranked(shape)
        axis = len(shape) + self.channels_axis
        if shape[axis] not in {1, 3, None}:
            self.refuse("incompatible_shapes", f"takes 3 channels (or 1), and gets {show(shape)}")
        return (*shape[:axis], 1, *shape[axis + 1 :])


class SobelEdges(OfImages):
    """The slopes of batches of images, down and across."""

    def compute_output_shape(self, shape: Shape) -> Shape:
        self.ranked(shape, BATCH)
        sides = shape[self.height_axis :][:2]
        if 0 in shape or 1 in sides:
            self.refuse("incompatible_shapes", f"finds no slopes in images of {show(shape)}")
        return (*shape, 2)


class GaussianBlur(OfImages):
    """Images without fine detail."""

    kernel_size: Annotated[list[Int], Len(2)] = [3, 3]
    sigma: Annotated[list[Number], Len(2)] = [1.0, 1.0]
    data_format: DataFormat = None


class ElasticTransform(OfImages):
    """Images bent at random."""

    alpha: Operand = 20.0
    sigma: Number = 5.0
    interpolation: _Sampling = "bilinear"
    fill_mode: _Filling = "reflect"
    fill_value: Operand = 0.0
    seed: Anything = None
    data_format: DataFormat = None


class AffineTransform(OfImages):
    """Images turned, moved and scaled by transforms ``(8,)`` or ``(batch, 8)``."""

    interpolation: _Sampling = "bilinear"
    fill_mode: _Filling = "constant"
    fill_value: Number = 0
    data_format: DataFormat = None

    def call(self, images: Structure, transform: Structure) -> Structure:
        matrix = as_tensor(transform).shape
        if matrix is not None and len(matrix) not in {1, 2}:
            self.refuse(
                "input_rank", f"takes transforms (8,) or (batch, 8), and gets {show(matrix)}"
            )
        return super().call(images)


class PerspectiveTransform(OfImages):
    """Images of which four corners are moved: points ``(4, 2)`` or ``(batch, 4, 2)``."""

    interpolation: _Sampling = "bilinear"
    fill_value: Number = 0
    data_format: DataFormat = None

    def call(self, images: Structure, start_points: Structure, end_points: Structure) -> Structure:
        shapes = [as_tensor(points).shape for points in (start_points, end_points)]
        for shape in shapes:
            if shape is not None and (len(shape) not in {2, 3} or shape[-2:] != (4, 2)):
                self.refuse("incompatible_shapes", f"takes points (4, 2), and gets {show(shape)}")
        if None not in shapes and shapes[0] != shapes[1]:
            self.misfit(shapes[0] or (), shapes[1] or ())
        return super().call(images)


class SSIM(OfImages):
    """The structural similarity of images: a number for each pair."""

    max_val: Operand = 1.0
    filter_size: Int = 11
    filter_sigma: Number = 1.5
    k1: Number = 0.01
    k2: Number = 0.03
    data_format: DataFormat = None

    def call(self, image1: Structure, image2: Structure) -> Structure:
        one, other = as_tensor(image1).shape, as_tensor(image2).shape
        if other is not None:
            self.ranked(other)
            if one is not None and not same_but(one, other):
                self.misfit(one, other)
        return super().call(image1)

    def compute_output_shape(self, shape: Shape) -> Shape:
        self.ranked(shape)
        return shape[: len(shape) - ONE]


class MapCoordinates(Operation):
    """The values at coordinates ``(rank of the input, ...)``."""

    order: Int
    fill_mode: _Filling | Literal["mirror"] = "constant"
    fill_value: Operand = 0

    def call(self, inputs: Structure, coordinates: Structure) -> Structure:
        x, places = as_tensor(inputs), as_tensor(coordinates).shape
        if places is None:
            return Tensor(None, x.dtype)
        if x.shape is not None and (len(places) < 2 or places[0] != len(x.shape)):
            self.misfit(x.shape, places)
        return Tensor(places[1:], x.dtype)


class ScaleAndTranslate(Operation):
    """Images scaled and moved into a shape."""

    spatial_dims: Axes
    method: Literal[
        "linear",
        "bilinear",
        "trilinear",
        "cubic",
        "bicubic",
        "tricubic",
        "lanczos3",
        "lanczos5",
    ]
    antialias: Bool = True

    def call(
        self, images: Structure, output_shape: Structure, scale: Structure, translation: Structure
    ) -> Structure:
        del scale, translation
        known = isinstance(output_shape, list | tuple) and not isinstance(output_shape, Tensor)
        shape = tuple(output_shape) if isinstance(output_shape, list | tuple) and known else None
        return Tensor(shape, as_tensor(images).dtype)
