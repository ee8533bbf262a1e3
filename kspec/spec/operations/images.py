"""Operations on images: another size, gray, blocks and patches."""

from collections.abc import Callable
from typing import Annotated, ClassVar, Literal

from kspec.spec.fields import Anything, Axes, Bool, DataFormat, Int
from kspec.spec.layers.layer_facts import InputSpec
from kspec.spec.markers import Ge, Len
from kspec.spec.operations.base import Operation
from kspec.spec.shapes import Dim, Shape, Structure, product, show


class BlockRearrangement(Operation, abstract=True):
    """Blocks of space against channels."""

    input_spec: ClassVar[InputSpec] = InputSpec(4, description="images")

    block_size: Annotated[Int, Ge(2)]
    data_format: DataFormat = "channels_last"

    def parts(self, shape: Shape) -> tuple[Shape, Dim]:
        """Space and channels of images."""
        first = self.data_format == "channels_first"
        return (shape[2:], shape[1]) if first else (shape[1:-1], shape[-1])

    def arranged(self, batch: Dim, space: tuple[Dim, ...], channels: Dim) -> Shape:
        """A shape from its parts."""
        first = self.data_format == "channels_first"
        return (batch, channels, *space) if first else (batch, *space, channels)

    def shared(self, size: Dim, parts: int) -> Dim:
        """Size of each of a number of equal parts."""
        if size is not None and size % parts:
            self.refuse("incompatible_shapes", f"cuts {size} into {parts} parts", "block_size")
        return None if size is None else size // parts


class SpaceToDepth(BlockRearrangement):
    """Each block of pixels becomes channels of one."""

    def compute_output_shape(self, shape: Shape) -> Shape:
        space, channels = self.parts(shape)
        smaller = tuple(self.shared(dim, self.block_size) for dim in space)
        return self.arranged(shape[0], smaller, product((channels, self.block_size**2)))


class DepthToSpace(BlockRearrangement):
    """The channels of one pixel become a block of them."""

    def compute_output_shape(self, shape: Shape) -> Shape:
        space, channels = self.parts(shape)
        larger = tuple(product((dim, self.block_size)) for dim in space)
        return self.arranged(shape[0], larger, self.shared(channels, self.block_size**2))


class ExtractPatches(Operation):
    """The windows of images or volumes, their values as channels."""

    size: Axes
    strides: Axes | None = None
    dilation_rate: Axes = 1
    padding: Literal["valid", "same"] = "valid"
    data_format: DataFormat = None

    def call(self, images: Structure) -> Structure:
        return super().call(images)

    def compute_output_shape(self, shape: Shape) -> Shape:
        size = [self.size] * 2 if isinstance(self.size, int) else list(self.size)
        start = len(shape) - len(size) - 1  # without a batch the shape is that of one image
        if len(size) not in {2, 3} or start not in {0, 1}:
            self.refuse("input_rank", f"slides windows of {self.size} over {show(shape)}", "size")
        first = self.data_format == "channels_first"
        windows = zip(
            shape[start + first : start + first + len(size)],
            size,
            self._each(size if self.strides is None else self.strides, len(size), "strides"),
            self._each(self.dilation_rate, len(size), "dilation_rate"),
            strict=True,
        )
        space = [self._moves(*window) for window in windows]
        values = product((*size, shape[start] if first else shape[-1]))
        return (*shape[:start], values, *space) if first else (*shape[:start], *space, values)

    def _each(self, counts: int | list[int], axes: int, field: str) -> list[int]:
        """Expand counts to one per spatial axis."""
        values = [counts] * axes if isinstance(counts, int) else counts
        if len(values) != axes or min(values) < 1:
            self.refuse("invalid_value", f'cannot take {counts} for its "{field}"', field)
        return values

    def _moves(self, dim: Dim, size: int, stride: int, dilation: int) -> Dim:
        """The number of places of a window along an axis."""
        reach = dilation * (size - 1) + 1 if self.padding == "valid" else 1
        if dim is not None and dim < reach:
            self.refuse("window_exceeds_input", f"slides a window of {reach} over {dim}", "size")
        return None if dim is None else (dim - reach) // stride + 1


class OfImages(Operation, abstract=True):
    """An operation on one image or a batch of them."""

    input_spec: ClassVar[InputSpec] = InputSpec(min_ndim=3, max_ndim=4, description="images")

    data_format: DataFormat = None

    def _call_of_images(self, images: Structure) -> Structure:
        return super().call(images)

    call: ClassVar[Callable[..., Structure]] = _call_of_images


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
        if self.data_format == "channels_first":
            return (*shape[:-2], *self.size)
        return (*shape[:-3], *self.size, shape[-1])


class RGBToGrayscale(OfImages):
    """The gray channel of images with three."""

    def compute_output_shape(self, shape: Shape) -> Shape:
        axis = len(shape) - (3 if self.data_format == "channels_first" else 1)
        if shape[axis] not in {1, 3, None}:
            self.refuse("incompatible_shapes", f"takes 3 channels (or 1), and gets {show(shape)}")
        return (*shape[:axis], 1, *shape[axis + 1 :])
