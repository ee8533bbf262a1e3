"""Operations that move values between space and channels, or by a pattern."""

import re
from typing import ClassVar

from kspec.spec.fields import Axes, DataFormat, Int, Pair
from kspec.spec.layers.layer_facts import InputSpec
from kspec.spec.operations.base import Operation, as_tensor
from kspec.spec.operations.windows import Convolved, Spatial
from kspec.spec.shapes import Dim, Shape, Structure, Tensor, product, show


class BlockRearrangement(Spatial, abstract=True):
    """Blocks of space against channels."""

    block_size: Int
    data_format: DataFormat = "channels_last"

    def blocks(self, shape: Shape) -> tuple[Dim, Shape, Dim]:
        """Batch, space and channels of images."""
        if len(shape) != 4:  # batch, height, width, channels
            self.refuse("input_rank", f"takes a tensor of rank 4, and gets {show(shape)}")
        if self.block_size < 2:  # smaller blocks would change nothing
            self.refuse("invalid_value", f"takes blocks of 2 or more, not of {self.block_size}")
        return shape[0], self.space(shape), self.channels(shape)

    def shared(self, size: Dim, parts: int) -> Dim:
        """Size of each of a number of equal parts."""
        if size is not None and size % parts:
            self.refuse("incompatible_shapes", f"cuts {size} into {parts} parts", "block_size")
        return None if size is None else size // parts


class SpaceToDepth(BlockRearrangement):
    """Each block of pixels becomes channels of one."""

    def compute_output_shape(self, shape: Shape) -> Shape:
        batch, space, channels = self.blocks(shape)
        smaller = tuple(self.shared(dim, self.block_size) for dim in space)
        many = None if channels is None else channels * self.block_size**2
        return self.arranged(batch, smaller, many)


class DepthToSpace(BlockRearrangement):
    """The channels of one pixel become a block of them."""

    def compute_output_shape(self, shape: Shape) -> Shape:
        batch, space, channels = self.blocks(shape)
        larger = tuple(None if dim is None else dim * self.block_size for dim in space)
        return self.arranged(batch, larger, self.shared(channels, self.block_size**2))


class ExtractPatches(Convolved):
    """The windows of images or volumes, their values as channels."""

    size: Axes
    strides: Axes | None = None

    @property
    def way_of_padding(self) -> str:
        """``padding``, of which Keras reads small letters only here."""
        return str(self.padding)

    def call(self, images: Structure) -> Structure:
        x = as_tensor(images)
        size = (self.size, self.size) if isinstance(self.size, int) else tuple(self.size)
        if len(size) not in {2, 3}:
            self.refuse("invalid_value", f"takes 2 or 3 sizes, and has {self.size}", "size")
        if x.shape is None:
            return x
        single = len(x.shape) == len(size) + 1
        if not single and len(x.shape) != len(size) + 2:
            self.refuse("input_rank", f"slides {len(size)} sizes over {show(x.shape)}", "size")
        shape = (1, *x.shape) if single else x.shape
        values = product((*size, self.channels(shape)))
        if values is None:
            self.refuse("unknown_dimension", f"needs known channels, and gets {show(x.shape)}")
        sliding = self.model_copy(
            update={"strides": size if self.strides is None else self.strides}
        )
        kernel = Tensor((*size, self.channels(shape), values))
        patches = sliding.convolved(Tensor(shape, x.dtype), kernel, values).shape
        return Tensor(patches[1:] if single and patches else patches, x.dtype)


class Unfold(Operation):
    """The windows of images ``(batch, channels, height, width)`` as columns."""

    input_spec: ClassVar[InputSpec] = InputSpec(4)

    kernel_size: Pair
    dilation: Pair = 1
    padding: Pair = 0
    stride: Pair = 1

    def compute_output_shape(self, shape: Shape) -> Shape:
        batch, channels, *space = shape
        pairs = map(_pair, (self.kernel_size, self.dilation, self.padding, self.stride))
        if min(*_pair(self.kernel_size), *_pair(self.dilation), *_pair(self.stride)) < 1:
            self.refuse("invalid_value", "slides no windows of size 0 or less, and no steps of it")
        sizes = list(zip(space, *pairs, strict=True))
        if channels is None or None in space:
            self.refuse("unknown_dimension", f"needs known sizes, and gets {show(shape)}")
        places = [
            (dim + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
            for dim, kernel, dilation, padding, stride in sizes
        ]
        height, width = places
        values = product((channels, *_pair(self.kernel_size)))
        return (batch, values, height * width)


class Fold(Operation):
    """Columns of windows as images ``(batch, channels, height, width)``."""

    input_spec: ClassVar[InputSpec] = InputSpec(3)

    output_size: Pair
    kernel_size: Pair
    dilation: Pair = 1
    padding: Pair = 0
    stride: Pair = 1

    def compute_output_shape(self, shape: Shape) -> Shape:
        batch, values, _ = shape
        window = product(_pair(self.kernel_size)) or 1
        if values is not None and values % window:
            message = f"needs a second axis in windows of {window}, and gets {show(shape)}"
            self.refuse("incompatible_shapes", message, "kernel_size")
        height, width = _pair(self.output_size)
        return (batch, None if values is None else values // window, height, width)


class Rearrange(Operation):
    """Axes named, split, joined and put in order by a pattern (``"b h w c -> b (h w) c"``)."""

    def call(self, tensor: Structure, pattern: Structure, **axes_lengths: int) -> Structure:
        x = as_tensor(tensor)
        left, arrow, right = pattern.partition("->") if isinstance(pattern, str) else ("", "", "")
        if not arrow:
            self.refuse("invalid_call", f"takes a pattern with an arrow, and gets {pattern}")
        if x.shape is None:
            return x
        sizes: dict[str, Dim] = {}
        if product(x.shape[len(_terms(left)) :]) not in {1, None}:
            self.refuse("input_rank", f'has "{left}" for a tensor of the shape {show(x.shape)}')
        for term, dim in zip(_terms(left), x.shape, strict=False):
            sizes.update(self._split(term, dim, axes_lengths))
        names = [_axes(term) for term in _terms(right)]
        if any(axis not in sizes for group in names for axis in group):
            self.refuse("invalid_call", f'finds axes of "{right}" not in "{left}"')
        groups = [[sizes[axis] for axis in group] for group in names]
        if any(None in group for group in groups):
            self.refuse("unknown_dimension", f"needs known sizes, and gets {show(x.shape)}")
        return Tensor(tuple(product(tuple(group)) for group in groups), x.dtype)

    def _split(self, term: str, dim: Dim, lengths: dict[str, int]) -> dict[str, Dim]:
        """Sizes of the axes that are joined in one axis of the input."""
        if not term.startswith("("):
            return {term: dim}
        axes = _axes(term)
        unsized = [axis for axis in axes if axis not in lengths]
        known = product(tuple(lengths[axis] for axis in axes if axis in lengths)) or 0
        if unsized:
            if dim is None:
                self.refuse("unknown_dimension", f'cannot split an unknown size into "{term}"')
            if len(unsized) > 1 or not known:
                self.refuse("invalid_call", f'cannot tell the sizes of "{term}"')
            lengths = {**lengths, unsized[0]: dim // known}
        return {axis: lengths[axis] for axis in axes}


def _terms(pattern: str) -> list[str]:
    return re.findall(r"\w+|\(.*?\)", pattern)


def _axes(term: str) -> list[str]:
    return term.strip("()").split()


def _pair(size: int | list[int]) -> tuple[int, int]:
    return (size, size) if isinstance(size, int) else (size[0], size[1])
