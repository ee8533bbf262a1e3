"""Operations on images: one ``(height, width, channels)`` or a batch of them."""

from collections.abc import Callable
from typing import Annotated, ClassVar, Literal

from kspec.spec.fields import Anything, Bool, DataFormat, Int
from kspec.spec.layers.layer_facts import InputSpec
from kspec.spec.markers import Len
from kspec.spec.operations.base import Operation
from kspec.spec.shapes import Shape, Structure, show


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
