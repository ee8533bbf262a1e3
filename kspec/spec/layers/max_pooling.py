"""Max pooling."""

from collections.abc import Iterator
from typing import ClassVar

from kspec.spec.fields import Steps
from kspec.spec.layers.layer_facts import FLOATS_ONLY, NO_BOOLS, Runtime
from kspec.spec.layers.pooling import Pooling
from kspec.spec.layers.spatial import Images, Sequences, Volumes
from kspec.spec.shapes import Shape


class MaxPooling(Pooling, abstract=True):
    """Pooling that keeps the greatest value."""

    runtime: ClassVar[Runtime] = Runtime(unsupported_kinds=NO_BOOLS)

    pool_size: Steps = 2

    def filled_axes(self, shape: Shape) -> Iterator[int]:
        del shape
        if self.padding == "valid":
            yield 1 if self.channels_first else -1


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
    runtime: ClassVar[Runtime] = MaxPooling.runtime._replace(
        unsupported_kinds=FLOATS_ONLY, unsupported_dtypes=frozenset(("float64",))
    )

    def filled_axes(self, shape: Shape) -> Iterator[int]:
        yield from ()
