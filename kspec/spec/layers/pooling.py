"""Base class of pooling layers, which reduce each window to one value."""

from typing import ClassVar, Literal

from kspec.spec.fields import DataFormat, Steps
from kspec.spec.layers.layer_facts import Role
from kspec.spec.layers.spatial import Spatial, Window
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
