"""What layers share that change images at random during training."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from kspec.spec.fields import DataFormat, Number, Str
from kspec.spec.layers.elementwise import Elementwise
from kspec.spec.markers import After, Len
from kspec.spec.shapes import Shape

Pair = Annotated[list[Number], Len(2, 2)]
"""Two numbers, in either order."""
Factor = Number | list[Number]
Interpolation = Literal["nearest", "bilinear"]
FillMode = Literal["constant", "nearest", "reflect", "wrap"]


def within(low: float, high: float) -> After:
    """A number in the range, or two of which the first may be as low and the second as high as it
    likes: Keras looks at one end of each.
    """

    def check(value: Number | list[Number]) -> Number | list[Number]:
        pair = value if isinstance(value, list) else [value, value]
        fits = len(pair) == 2 and pair[0] <= high and pair[1] >= low  # noqa: PLR2004
        if not fits:
            raise ValueError(f"must be a number from {low} to {high}, or a list of two")
        return value

    return After(check)


def each_within(low: float, high: float, *, open_below: bool = False) -> After:
    """A number in the range, or two of them."""

    def check(value: Number | list[Number]) -> Number | list[Number]:
        pair = value if isinstance(value, list) else [value, value]
        fits = len(pair) == 2 and all(low <= item <= high for item in pair)  # noqa: PLR2004
        if not fits or (open_below and low in pair):
            bound = f"above {low} and up to {high}" if open_below else f"from {low} to {high}"
            raise ValueError(f"must be a number {bound}, or a list of two")
        return value

    return After(check)


UnitFactor = Annotated[Factor, within(0, 1)]
SignedFactor = Annotated[Factor, within(-1, 1)]


class ImagePreprocessing(Elementwise):
    """Takes images ``(batch, height, width, channels)``, alone or in an object with their boxes."""

    abstract: ClassVar[bool] = True
    runs_on_ranks: ClassVar[tuple[int, ...]] = (3, 4)

    data_format: DataFormat = None
    bounding_box_format: Str | None = None

    resamples: ClassVar[bool] = False
    """Whether it computes pixels from those around them, of which there must be some."""

    def filled_axes(self, shape: Shape) -> Iterator[int]:
        if self.resamples and len(shape) in self.runs_on_ranks:
            yield from (-2, -1) if self.data_format == "channels_first" else (-3, -2)


class Augmentation(ImagePreprocessing):
    """Changes images at random during training, and nothing at inference; keeps the shape."""

    abstract: ClassVar[bool] = True
