"""Images with more or less at their margins."""

from typing import ClassVar

from kspec.spec.fields import DataFormat, Int
from kspec.spec.operations.images import OfImages
from kspec.spec.shapes import Dim, Shape


class PadCrop(OfImages, abstract=True):
    """Pads or crops images; two of three are given for each direction: the size before, the size
    after, and the target size.
    """

    word: ClassVar[str]
    sign: ClassVar[int]

    def compute_output_shape(self, shape: Shape) -> Shape:
        self.ranked(shape)
        axis = len(shape) + self.height_axis
        sides = (("height", "top", "bottom"), ("width", "left", "right"))
        for side in sides:
            self._counted(*side)
        sizes = [self._sized(dim, *side) for dim, side in zip(shape[axis:], sides, strict=False)]
        return self.resized(shape, *sizes)

    def _counted(self, size: str, before: str, after: str) -> None:
        names = (f"{before}_{self.word}", f"{after}_{self.word}", f"target_{size}")
        counts = [getattr(self, name) for name in names]
        if counts.count(None) != 1:
            self.refuse("conflicting_fields", f"needs exactly two of {', '.join(names)}", names[0])
        for name, value in zip(names, counts, strict=True):
            if value is not None and value < 0:
                self.refuse("invalid_value", f'has {value} for "{name}"', name)

    def _sized(self, dim: Dim, size: str, before: str, after: str) -> Dim:
        first, last = getattr(self, f"{before}_{self.word}"), getattr(self, f"{after}_{self.word}")
        target: Dim = getattr(self, f"target_{size}")
        if dim is None:
            if target is None and self.sign < 0:
                self.refuse("unknown_dimension", f'needs "target_{size}" where it is not known')
            return target
        if target is None:
            target = dim + self.sign * (first + last)
        rest = self.sign * (target - dim)
        first = rest - last if first is None else first
        last = rest - first if last is None else last
        if min(first, last, target) < 0:
            message = f"cannot make {target} of a {size} of {dim} with {first} and {last}"
            self.refuse("incompatible_shapes", message, f"target_{size}")
        return target


class PadImages(PadCrop):
    """Images with zeros around them."""

    word: ClassVar[str] = "padding"
    sign: ClassVar[int] = 1

    top_padding: Int | None = None
    left_padding: Int | None = None
    bottom_padding: Int | None = None
    right_padding: Int | None = None
    target_height: Int | None = None
    target_width: Int | None = None
    data_format: DataFormat = None


class CropImages(PadCrop):
    """The middle of images."""

    word: ClassVar[str] = "cropping"
    sign: ClassVar[int] = -1

    top_cropping: Int | None = None
    left_cropping: Int | None = None
    bottom_cropping: Int | None = None
    right_cropping: Int | None = None
    target_height: Int | None = None
    target_width: Int | None = None
    data_format: DataFormat = None
