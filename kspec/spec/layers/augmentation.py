"""Base classes of layers that change images at random during training."""

from typing import Annotated, ClassVar, Literal

from kspec.spec.fields import DataFormat, Number, Str
from kspec.spec.layers.elementwise import Elementwise
from kspec.spec.layers.layer_facts import InputSpec, Role, Runtime
from kspec.spec.markers import After, Len
from kspec.spec.shapes import UNKNOWN, Structure, Tensor

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


def each_within(low: float, high: float) -> After:
    """A number in the range, or two of them."""

    def check(value: Number | list[Number]) -> Number | list[Number]:
        pair = value if isinstance(value, list) else [value, value]
        fits = len(pair) == 2 and all(low <= item <= high for item in pair)
        if not fits:
            raise ValueError(f"must be a number from {low} to {high}, or a list of two")
        return value

    return After(check)


UnitFactor = Annotated[Factor, within(0, 1)]
SignedFactor = Annotated[Factor, within(-1, 1)]


class ImagePreprocessing(Elementwise, abstract=True):
    """Takes images ``(batch, height, width, channels)``; of an object of images, labels and boxes
    the output is unknown.
    """

    input_spec: ClassVar[InputSpec] = InputSpec(
        min_ndim=3, max_ndim=4, description="images (batch, height, width, channels)"
    )
    runtime: ClassVar[Runtime] = Runtime("numbers")

    data_format: DataFormat = None
    bounding_box_format: Str | None = None

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        return super().call(inputs, **arguments) if isinstance(inputs, Tensor) else UNKNOWN


class Augmentation(ImagePreprocessing, abstract=True):
    """Changes images at random during training, and nothing at inference; keeps the shape."""

    role: ClassVar[Role] = "augmentation"
