"""Operations that move values between space and channels, or by a pattern."""

from kspec.spec.fields import Axes, DataFormat, Int
from kspec.spec.operations.base import as_tensor
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
