"""Images to a size, and boxes to a number."""

from typing import ClassVar

from kspec.spec.fields import Bool, NonNegativeInt, Number, Str, Truncated
from kspec.spec.layers.augmentation import ImagePreprocessing
from kspec.spec.layers.layer_facts import Runtime
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.shapes import Shape


class Sized(ImagePreprocessing, abstract=True):
    """Gives images of a fixed size: ``(batch, height, width, channels)``."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")

    height: NonNegativeInt
    width: NonNegativeInt

    def compute_output_shape(self, shape: Shape) -> Shape:
        start = (len(shape) == 4) + (self.data_format == "channels_first")
        return (*shape[:start], self.height, self.width, *shape[start + 2 :])


class Resizing(Sized):
    """Scales images to ``height`` and ``width``: ``(batch, height, width, channels)``."""

    interpolation: Str = "bilinear"
    crop_to_aspect_ratio: Bool = False
    pad_to_aspect_ratio: Bool = False
    fill_mode: Str = "constant"
    fill_value: Number = 0.0
    antialias: Bool = False


class CenterCrop(Sized):
    """Cuts the middle of ``height`` and ``width`` out of images: ``(batch, height, width,
    channels)``.
    """


class MaxNumBoundingBoxes(ImagePreprocessing):
    """Pads or cuts the bounding boxes of each image to ``max_number``."""

    runtime: ClassVar[Runtime] = ImagePreprocessing.runtime._replace(values="anything")

    max_number: Truncated
    fill_value: Truncated = -1
