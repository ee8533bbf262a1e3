"""Several layers as one."""

from typing import Annotated, Any, ClassVar

from kspec.spec.layers.base import Layer
from kspec.spec.layers.checks import check_arguments
from kspec.spec.layers.layer_facts import CallSpec
from kspec.spec.layers.nested import read_layers
from kspec.spec.markers import Json, Plain
from kspec.spec.problem import Fault
from kspec.spec.shapes import Structure
from kspec.spec.spec_object import Serialization


class Pipeline(Layer):
    """Applies its layers one after the other, for preprocessing."""

    call_spec: ClassVar[CallSpec] = CallSpec(("training", "mask"))
    serialization: ClassVar[Serialization] = Serialization(base_fields=("name",))

    layers: Annotated[Any, Plain(read_layers), Json({"x-kind": "layers"})]

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        check_arguments(self, arguments)
        if not self.layers:
            raise Fault("invalid_value", "Pipeline has no layers to apply", field=("layers",))
        for layer in self.layers:
            inputs = layer(inputs)
        return inputs
