"""Layers that enlarge by repeating values."""

from typing import Annotated, ClassVar, Literal

from kspec.spec.fields import AnyCase, DataFormat, PositiveInt, Sizes
from kspec.spec.layers.layer_facts import NO_BOOLS, Role, Runtime
from kspec.spec.layers.spatial import Images, Sequences, Spatial, Volumes
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.shapes import Shape
from kspec.spec.spec_object import FieldRules

Interpolation = Annotated[
    Literal["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", "area"], AnyCase
]


class UpSampling(Spatial, abstract=True):
    """A layer that multiplies the length of spatial axes."""

    role: ClassVar[Role] = "upsampling"
    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")

    def enlarged(self, shape: Shape, size: int | list[int]) -> Shape:
        """The shape with each spatial dimension times its factor."""
        factors = zip(self.space(shape), self.for_each_axis(size), strict=True)
        space = tuple(None if dim is None else dim * factor for dim, factor in factors)
        return self.arranged(shape[0], space, self.channels(shape))


class UpSampling1D(Sequences, UpSampling):
    """Each step repeated: ``(batch, steps, channels)`` gives ``size`` times the steps."""

    field_rules: ClassVar[FieldRules] = UpSampling.field_rules._replace(
        strict=UpSampling.field_rules.strict | {"size"}
    )

    size: PositiveInt = 2

    def compute_output_shape(self, shape: Shape) -> Shape:
        return self.enlarged(shape, self.size)


class UpSampling2D(Images, UpSampling):
    """Images made larger: height and width of ``(batch, height, width, channels)`` times ``size``.

    ``interpolation`` is the method for the new pixels.
    """

    runtime: ClassVar[Runtime] = Runtime("numbers", NO_BOOLS)

    size: Sizes = 2
    data_format: DataFormat = None
    interpolation: Interpolation = "nearest"

    @property
    def own_runtime(self) -> Runtime:
        return Runtime() if self.interpolation == "nearest" else self.runtime

    def compute_output_shape(self, shape: Shape) -> Shape:
        return self.enlarged(shape, self.size)


class UpSampling3D(Volumes, UpSampling):
    """Volumes ``(batch, depth, height, width, channels)`` made larger: all sides times ``size``."""

    size: Sizes = 2
    data_format: DataFormat = None

    def compute_output_shape(self, shape: Shape) -> Shape:
        return self.enlarged(shape, self.size)
