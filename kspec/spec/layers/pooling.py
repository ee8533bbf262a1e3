"""Pooling layers, which reduce each window to one value."""

from typing import ClassVar, Literal

from kspec.spec.fields import DataFormat, Steps
from kspec.spec.layers.layer_facts import FLOATS_ONLY, NO_BOOLS, Role, Runtime
from kspec.spec.layers.spatial import Images, Sequences, Spatial, Volumes, Window
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.shapes import Shape
from kspec.spec.spec_object import FieldRules


class Pooling(Spatial, abstract=True):
    """A layer that takes one value of each window."""

    role: ClassVar[Role] = "pooling"
    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")
    field_rules: ClassVar[FieldRules] = Spatial.field_rules._replace(
        defaults_to={"strides": "pool_size"}
    )

    pool_size: Steps
    strides: Steps | None = None
    padding: Literal["valid", "same"] = "valid"
    data_format: DataFormat = None

    def compute_output_shape(self, shape: Shape) -> Shape:
        strides = self.pool_size if self.strides is None else self.strides
        space = tuple(self.slid(shape, Window("pool_size", self.pool_size), strides, self.padding))
        return self.arranged(shape[0], space, self.channels(shape))


class MaxPooling(Pooling, abstract=True):
    """Pooling that keeps the greatest value."""

    runtime: ClassVar[Runtime] = Runtime(unsupported_kinds=NO_BOOLS)

    pool_size: Steps = 2


class MaxPooling1D(Sequences, MaxPooling):
    """The greatest value of each window of sequences ``(batch, steps, channels)``.

    ``strides`` default to ``pool_size``, which gives ``steps / pool_size``, rounded down.
    """

    aliases: ClassVar[tuple[str, ...]] = ("MaxPool1D",)


class MaxPooling2D(Images, MaxPooling):
    """The greatest value of each window of images ``(batch, height, width, channels)``.

    ``strides`` default to ``pool_size``, which gives ``height / pool_size``, rounded down.
    """

    aliases: ClassVar[tuple[str, ...]] = ("MaxPool2D",)


class MaxPooling3D(Volumes, MaxPooling):
    """The greatest value of each window of volumes ``(batch, depth, height, width, channels)``.

    ``strides`` default to ``pool_size``, which gives ``depth / pool_size``, rounded down.
    """

    aliases: ClassVar[tuple[str, ...]] = ("MaxPool3D",)
    runtime: ClassVar[Runtime] = MaxPooling.runtime._replace(unsupported_kinds=FLOATS_ONLY)


class AveragePooling(Pooling, abstract=True):
    """Pooling that keeps the mean."""

    value_effect: ClassVar[ValueEffect] = Pooling.value_effect._replace(linear=True)
    runtime: ClassVar[Runtime] = Runtime(unsupported_kinds=FLOATS_ONLY)


class AveragePooling1D(Sequences, AveragePooling):
    """The mean of each window of sequences ``(batch, steps, channels)``.

    ``strides`` default to ``pool_size``, which gives ``steps / pool_size``, rounded down.
    """

    aliases: ClassVar[tuple[str, ...]] = ("AvgPool1D",)


class AveragePooling2D(Images, AveragePooling):
    """The mean of each window of images ``(batch, height, width, channels)``.

    ``strides`` default to ``pool_size``, which gives ``height / pool_size``, rounded down.
    """

    aliases: ClassVar[tuple[str, ...]] = ("AvgPool2D",)


class AveragePooling3D(Volumes, AveragePooling):
    """The mean of each window of volumes ``(batch, depth, height, width, channels)``.

    ``strides`` default to ``pool_size``, which gives ``depth / pool_size``, rounded down.
    """

    aliases: ClassVar[tuple[str, ...]] = ("AvgPool3D",)
