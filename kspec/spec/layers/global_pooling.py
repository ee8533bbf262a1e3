"""Global pooling: one value of each channel."""

from typing import ClassVar

from kspec.spec.fields import Bool, DataFormat
from kspec.spec.layers.layer_facts import CallSpec, Role, Runtime
from kspec.spec.layers.spatial import Images, Sequences, Spatial, Volumes
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.shapes import Shape


class GlobalPooling(Spatial, abstract=True):
    """A layer that takes one value of all of space."""

    role: ClassVar[Role] = "global_pooling"
    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")
    runtime: ClassVar[Runtime] = Runtime("numbers")

    data_format: DataFormat = None
    keepdims: Bool = False

    def compute_output_shape(self, shape: Shape) -> Shape:
        space = (1,) * len(self.axes) if self.keepdims else ()
        return self.arranged(shape[0], space, self.channels(shape))


class GlobalAveragePooling1D(Sequences, GlobalPooling):
    """The mean over all steps: ``(batch, steps, channels)`` gives ``(batch, channels)``.

    Masked steps do not count.
    """

    aliases: ClassVar[tuple[str, ...]] = ("GlobalAvgPool1D",)
    value_effect: ClassVar[ValueEffect] = GlobalPooling.value_effect._replace(linear=True)
    call_spec: ClassVar[CallSpec] = CallSpec(("mask", "training"))


class GlobalAveragePooling2D(Images, GlobalPooling):
    """The mean over height and width: one value of each channel, ``(batch, channels)``."""

    aliases: ClassVar[tuple[str, ...]] = ("GlobalAvgPool2D",)
    value_effect: ClassVar[ValueEffect] = GlobalPooling.value_effect._replace(linear=True)


class GlobalAveragePooling3D(Volumes, GlobalPooling):
    """The mean over all three sides: one value of each channel, ``(batch, channels)``."""

    aliases: ClassVar[tuple[str, ...]] = ("GlobalAvgPool3D",)
    value_effect: ClassVar[ValueEffect] = GlobalPooling.value_effect._replace(linear=True)


class GlobalMaxPooling1D(Sequences, GlobalPooling):
    """The greatest value of all steps: ``(batch, steps, channels)`` gives ``(batch, channels)``."""

    aliases: ClassVar[tuple[str, ...]] = ("GlobalMaxPool1D",)


class GlobalMaxPooling2D(Images, GlobalPooling):
    """The greatest value over height and width: one of each channel, ``(batch, channels)``."""

    aliases: ClassVar[tuple[str, ...]] = ("GlobalMaxPool2D",)


class GlobalMaxPooling3D(Volumes, GlobalPooling):
    """The greatest value over all three sides: one of each channel, ``(batch, channels)``."""

    aliases: ClassVar[tuple[str, ...]] = ("GlobalMaxPool3D",)
