"""Images to a size, and boxes to a number."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from kspec.spec.fields import Bool, NonNegativeInt, Number, Str, Truncated
from kspec.spec.layers.augmentation import ImagePreprocessing
from kspec.spec.layers.layer_facts import InputSpec, Runtime
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.problem import Fault
from kspec.spec.shapes import Shape, Structure, Tensor, same, show, tensors


class Sized(ImagePreprocessing, abstract=True):
    """Gives images of a fixed size: ``(batch, height, width, channels)``."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")
    input_spec: ClassVar[InputSpec] = ImagePreprocessing.input_spec._replace(
        description="images (batch, height, width, channels)"
    )

    height: NonNegativeInt
    width: NonNegativeInt

    def compute_output_shape(self, shape: Shape) -> Shape:
        start = (len(shape) == 4) + (self.data_format == "channels_first")
        return (*shape[:start], self.height, self.width, *shape[start + 2 :])


class Resizing(Sized):
    """Scales images to ``height`` and ``width``: ``(batch, height, width, channels)``."""

    takes_samples: ClassVar[bool] = False

    interpolation: Str = "bilinear"
    crop_to_aspect_ratio: Bool = False
    pad_to_aspect_ratio: Bool = False
    fill_mode: Str = "constant"
    fill_value: Number = 0.0
    antialias: Bool = False

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        alone = isinstance(inputs, Tensor)
        two = not alone and isinstance(inputs, dict | list | tuple) and len(inputs) == 2
        if not two or self.data_format == "channels_first":
            return super().call(inputs, **arguments)
        # Keras takes them for the two sizes of one image when it computes the output shape.
        self.check_boxes(inputs)
        super().call(_images(inputs), **arguments)
        return Tensor((self.height, self.width), self.compute_dtype)

    def filled_axes(self, shape: Shape) -> Iterator[int]:
        yield from range(len(shape) - 3, len(shape))

    def check_rank(self, shape: Shape | None) -> Shape | None:
        least = 3 if self.data_format == "channels_first" else 2
        if shape is not None and len(shape) < least:
            self._wrong_rank(f"rank {least} or more", shape)
        return super().check_rank(shape)


def _images(inputs: Structure) -> Structure:
    """The images of an object, or two of one shape in a list as the batch that Keras makes."""
    if isinstance(inputs, dict):
        return inputs.get("images", inputs)
    images = list(tensors(inputs))
    one, other = [x.shape for x in images] if len(images) == 2 else (None, None)
    if one is None or other is None or len(one) != len(other) or not all(map(same, one, other)):
        return inputs
    return images[0]._replace(shape=(len(images), *one))


class CenterCrop(Sized):
    """Cuts the middle of ``height`` and ``width`` out of images: ``(batch, height, width,
    channels)``.
    """

    input_spec: ClassVar[InputSpec] = Sized.input_spec._replace(min_ndim=3, max_ndim=4)
    takes_samples: ClassVar[bool] = False
    resamples: ClassVar[bool] = True

    def compute_output_shape(self, shape: Shape) -> Shape:
        high, wide = (
            size is not None and size < target
            for size, target in zip(self.sides(shape), (self.height, self.width), strict=True)
        )
        if (high or wide) and self.width == 0 and self.height:
            # Keras enlarges an image that is too small, by the ratio of the two.
            message = "CenterCrop enlarges what is too small, and has no width to do it by"
            raise Fault("invalid_value", message, field=("width",))
        return super().compute_output_shape(shape)


class MaxNumBoundingBoxes(ImagePreprocessing):
    """Pads or cuts the bounding boxes of each image to ``max_number``."""

    runtime: ClassVar[Runtime] = ImagePreprocessing.runtime._replace(values="anything")

    max_number: Truncated
    fill_value: Truncated = -1

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        output = super().call(inputs, **arguments)
        boxes = output.get("bounding_boxes") if isinstance(output, dict) else None
        if not isinstance(output, dict) or not isinstance(boxes, Mapping):
            return output
        if {*boxes} != {"boxes", "labels"}:
            message = f"MaxNumBoundingBoxes takes boxes and labels, and gets {', '.join(boxes)}"
            raise Fault("input_count", message)
        cut = {"boxes": self._cut(boxes["boxes"], 3), "labels": self._cut(boxes["labels"], 2)}
        return {**output, "bounding_boxes": cut}

    def _cut(self, x: Tensor, rank: int) -> Tensor:
        if x.shape is None:
            return x
        if len(x.shape) != rank:
            message = "MaxNumBoundingBoxes takes boxes of rank 3 and labels of rank 2 (batch, ...)"
            raise Fault("input_rank", f"{message}, and gets {show(x.shape)}")
        return x._replace(shape=(x.shape[0], self.max_number, *x.shape[2:]))
