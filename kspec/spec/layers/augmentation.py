"""Base classes of layers that change images at random during training."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from kspec.spec.fields import DataFormat, Number, Str
from kspec.spec.layers.elementwise import Elementwise
from kspec.spec.layers.layer_facts import InputSpec, Role, Runtime
from kspec.spec.markers import After, Len
from kspec.spec.problem import Fault
from kspec.spec.shapes import Shape, Structure, Tensor, tensors

Pair = Annotated[list[Number], Len(2, 2)]
"""Two numbers, in either order."""
LongPair = Annotated[list[Number], Len(2)]
"""Pair of numbers; Keras ignores further ones."""
Factor = Number | list[Number]
Interpolation = Literal["nearest", "bilinear"]
FillMode = Literal["constant", "nearest", "reflect", "wrap"]


def within(low: float, high: float) -> After:
    """Reader of a number in the range, or of a pair with any least and greatest number: Keras
    checks one end of each.
    """

    def check(value: Number | list[Number]) -> Number | list[Number]:
        pair = value if isinstance(value, list) else [value, value]
        fits = len(pair) == 2 and pair[0] <= high and pair[1] >= low
        if not fits:
            raise ValueError(f"must be a number from {low} to {high}, or a list of two")
        return value

    return After(check)


def each_within(low: float, high: float, *, open_below: bool = False) -> After:
    """A number in the range, or two of them."""

    def check(value: Number | list[Number]) -> Number | list[Number]:
        pair = value if isinstance(value, list) else [value, value]
        fits = len(pair) == 2 and all(low <= item <= high for item in pair)
        if not fits or (open_below and low in pair):
            bound = f"above {low} and up to {high}" if open_below else f"from {low} to {high}"
            raise ValueError(f"must be a number {bound}, or a list of two")
        return value

    return After(check)


UnitFactor = Annotated[Factor, within(0, 1)]
SignedFactor = Annotated[Factor, within(-1, 1)]


class ImagePreprocessing(Elementwise, abstract=True):
    """Takes images ``(batch, height, width, channels)``, alone or in an object with their boxes."""

    input_spec: ClassVar[InputSpec] = Elementwise.input_spec._replace(
        run_ndims=(3, 4), description="images (batch, height, width, channels)"
    )
    runtime: ClassVar[Runtime] = Runtime("numbers")
    takes_samples: ClassVar[bool] = True
    """Whether Keras can compute the output for an object of images, labels and boxes."""
    takes_lists: ClassVar[bool] = True
    """Whether Keras makes a batch of a list of one image where it runs on objects."""
    resamples: ClassVar[bool] = False
    """Whether the layer computes pixels from those around them, of which there must be some."""

    data_format: DataFormat = None
    bounding_box_format: Str | None = None

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        # Keras promises something for anything, and takes one tensor of images when it runs.
        images = self.images_of(inputs)
        if isinstance(inputs, dict) and not (self.takes_samples and isinstance(images, Tensor)):
            message = f"{type(self).__name__} takes images, and gets an object"
            if self.takes_samples:
                message = f'{type(self).__name__} takes an object with "images", and gets none'
            raise Fault("input_count", message)
        self.check_boxes(inputs)
        shape = self.single_input(images).shape
        if shape is not None and len(shape) not in self.input_spec.run_ndims:
            self._wrong_rank("rank 3 or 4", shape)
        if images is inputs or isinstance(inputs, dict):
            return super().call(inputs, **arguments)
        # Keras computes the shapes of the list, and returns the batch.
        output = super().call(images, **arguments)
        return [x._replace(shape=shape and shape[1:]) for x in tensors(output)]

    def check_boxes(self, inputs: Structure) -> None:
        """Refuse bounding boxes of no known format; Keras checks it with the first batch."""
        if isinstance(inputs, dict) and "bounding_boxes" in inputs and not self.bounding_box_format:
            message = f"{type(self).__name__} takes bounding boxes, and does not know their format"
            raise Fault("missing_field", message, help='Add "bounding_box_format": "xyxy".')

    def images_of(self, inputs: Structure) -> Structure:
        """Select the images of an input: those of an object, or those of a list as one batch."""
        if isinstance(inputs, dict):
            return self.images_of(inputs.get("images"))
        if isinstance(inputs, Tensor) or not (self.takes_samples and self.takes_lists):
            return inputs
        if isinstance(inputs, list | tuple) and len(inputs) == 1 and isinstance(inputs[0], Tensor):
            shape = inputs[0].shape
            return inputs[0]._replace(shape=None if shape is None else (1, *shape))
        return inputs

    def sides(self, shape: Shape) -> Shape:
        """Height and width of images of a shape."""
        return shape[-2:] if self.data_format == "channels_first" else shape[-3:-1]

    def filled_axes(self, shape: Shape) -> Iterator[int]:
        if self.resamples and len(shape) in self.input_spec.run_ndims:
            yield from (-2, -1) if self.data_format == "channels_first" else (-3, -2)


class Augmentation(ImagePreprocessing, abstract=True):
    """Changes images at random during training, and nothing at inference; keeps the shape."""

    role: ClassVar[Role] = "augmentation"
    by_range: ClassVar[bool] = False
    """Whether the layer needs its range with any fields."""

    @property
    def needs_range(self) -> bool:
        return self.by_range
