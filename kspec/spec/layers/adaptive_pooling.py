"""Adaptive pooling: windows that give an output of a given size."""

from typing import ClassVar, Literal

from kspec.spec.fields import Sizes
from kspec.spec.layers.layer_facts import FLOATS_ONLY, NO_BOOLS, Role, Runtime
from kspec.spec.layers.spatial import Images, Sequences, Spatial, Volumes
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.shapes import Shape, Tensor


class AdaptivePooling(Spatial, abstract=True):
    """Base class of layers that pool inputs of any size to a given size."""

    role: ClassVar[Role] = "pooling"
    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")

    output_size: Sizes
    data_format: Literal["channels_last", "channels_first"] | None = None

    def check_rank(self, shape: Shape | None) -> Shape | None:
        # Keras runs on sequences in any number of dimensions, and promises all axes in the output.
        return shape if shape is not None and len(shape) == 3 else super().check_rank(shape)

    def compute_output_shape(self, shape: Shape) -> Shape:
        space = self.for_each_axis(self.output_size)
        return self.arranged(shape[0], space, self.channels(shape))


class AdaptiveAveragePooling1D(Sequences, AdaptivePooling):
    """The mean of windows of sequences: gives ``(batch, output_size, channels)``."""

    runtime: ClassVar[Runtime] = Runtime(unsupported_kinds=FLOATS_ONLY)


class AdaptiveAveragePooling2D(Images, AdaptivePooling):
    """The mean of windows: images of any size get the sides ``output_size``."""

    runtime: ClassVar[Runtime] = Runtime(unsupported_kinds=FLOATS_ONLY)


class AdaptiveAveragePooling3D(Volumes, AdaptivePooling):
    """The mean of windows: volumes of any size get the sides ``output_size``."""

    runtime: ClassVar[Runtime] = Runtime(unsupported_kinds=FLOATS_ONLY)


class AdaptiveMaxPooling1D(Sequences, AdaptivePooling):
    """The greatest value of windows of sequences: gives ``(batch, output_size, channels)``."""

    runtime: ClassVar[Runtime] = Runtime(unsupported_kinds=NO_BOOLS)


class AdaptiveMaxPooling2D(Images, AdaptivePooling):
    """The greatest value of windows: images of any size get the sides ``output_size``."""

    runtime: ClassVar[Runtime] = Runtime(unsupported_kinds=NO_BOOLS)


class AdaptiveMaxPooling3D(Volumes, AdaptivePooling):
    """The greatest value of windows: volumes of any size get the sides ``output_size``."""

    runtime: ClassVar[Runtime] = Runtime(unsupported_kinds=FLOATS_ONLY)

    def check_dtype(self, x: Tensor) -> None:
        # Of sequences Keras makes the pooling of one dimension, which runs on integers.
        if x.rank != 3 or x.dtype == "bool":
            super().check_dtype(x)
