"""Average pooling."""

from typing import ClassVar

from kspec.spec.layers.layer_facts import FLOATS_ONLY, Runtime
from kspec.spec.layers.pooling import Pooling
from kspec.spec.layers.spatial import Images, Sequences, Volumes
from kspec.spec.layers.value_effect import ValueEffect


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
