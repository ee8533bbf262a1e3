"""Pooling: windows of the input shrink to one value."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from kspec.spec.fields import DataFormat, Steps
from kspec.spec.layers.base import Role
from kspec.spec.layers.spatial import Images, Sequences, Spatial, Volumes, Window
from kspec.spec.shapes import Shape


class Pooling(Spatial):
    """A layer that takes one value of each window."""

    role: ClassVar[Role] = "pooling"

    pool_size: Steps
    strides: Steps | None = None
    padding: Literal["valid", "same"] = "valid"
    data_format: DataFormat = None

    abstract: ClassVar[bool] = True

    renamed: ClassVar[Mapping[str, str]] = {
        "pool_length": "pool_size",
        "kernel_size": "pool_size",
        "stride": "strides",
        "border_mode": "padding",
        "dim_ordering": "data_format",
    }

    def output_shape(self, shape: Shape) -> Shape:
        strides = self.pool_size if self.strides is None else self.strides
        space = tuple(self.slid(shape, Window("pool_size", self.pool_size), strides, self.padding))
        return self.arranged(shape[0], space, self.channels(shape))


class MaxPooling(Pooling):
    """Pooling that keeps the greatest value."""

    pool_size: Steps = 2

    abstract: ClassVar[bool] = True


class AveragePooling(Pooling):
    """Pooling that keeps the mean."""

    is_linear: ClassVar[bool] = True

    abstract: ClassVar[bool] = True


class MaxPooling1D(Sequences, MaxPooling):
    """The greatest value of each window of sequences ``(batch, steps, channels)``.

    Windows lie side by side unless ``strides`` says otherwise: ``steps / pool_size``, rounded down.
    """

    aliases: ClassVar[tuple[str, ...]] = ("MaxPool1D",)


class MaxPooling2D(Images, MaxPooling):
    """The greatest value of each window of images ``(batch, height, width, channels)``.

    Windows lie side by side unless ``strides`` says otherwise: ``height / pool_size``, rounded
    down.
    """

    aliases: ClassVar[tuple[str, ...]] = ("MaxPool2D",)


class MaxPooling3D(Volumes, MaxPooling):
    """The greatest value of each window of volumes ``(batch, depth, height, width, channels)``.

    Windows lie side by side unless ``strides`` says otherwise: ``depth / pool_size``, rounded down.
    """

    aliases: ClassVar[tuple[str, ...]] = ("MaxPool3D",)


class AveragePooling1D(Sequences, AveragePooling):
    """The mean of each window of sequences ``(batch, steps, channels)``.

    Windows lie side by side unless ``strides`` says otherwise: ``steps / pool_size``, rounded down.
    """

    aliases: ClassVar[tuple[str, ...]] = ("AvgPool1D",)


class AveragePooling2D(Images, AveragePooling):
    """The mean of each window of images ``(batch, height, width, channels)``.

    Windows lie side by side unless ``strides`` says otherwise: ``height / pool_size``, rounded
    down.
    """

    aliases: ClassVar[tuple[str, ...]] = ("AvgPool2D",)


class AveragePooling3D(Volumes, AveragePooling):
    """The mean of each window of volumes ``(batch, depth, height, width, channels)``.

    Windows lie side by side unless ``strides`` says otherwise: ``depth / pool_size``, rounded down.
    """

    aliases: ClassVar[tuple[str, ...]] = ("AvgPool3D",)
