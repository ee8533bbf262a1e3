"""Several layers as one."""

from typing import Annotated, Any, ClassVar

from kspec.spec.layers.base import Layer
from kspec.spec.layers.layer_facts import CallSpec
from kspec.spec.layers.nested import read_layers
from kspec.spec.markers import Json, Plain
from kspec.spec.problem import Fault
from kspec.spec.shapes import Structure, Tensor, show
from kspec.spec.spec_object import Serialization


class Pipeline(Layer):
    """Applies its layers one after the other, for preprocessing."""

    call_spec: ClassVar[CallSpec] = CallSpec(("training", "mask"))
    serialization: ClassVar[Serialization] = Serialization(base_fields=("name",))

    layers: Annotated[Any, Plain(read_layers), Json({"x-kind": "layers"})]

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        self.check_arguments(arguments)
        if not self.layers:
            raise Fault("invalid_value", "Pipeline has no layers to apply", field=("layers",))
        for layer in self.layers:
            self._check_run(layer, inputs)
            inputs = layer(inputs)
        return inputs

    def _check_run(self, layer: Layer, inputs: Structure) -> None:
        """Keras computes the shape by running the layers, which alone only compute their shapes."""
        shape = inputs.shape if isinstance(inputs, Tensor) else None
        ndims = layer.input_spec.run_ndims
        if shape is not None and ndims and len(shape) not in ndims:
            ranks = " or ".join(map(str, ndims))
            message = f"{type(layer).__name__} runs on rank {ranks}, and gets {show(shape)}"
            raise Fault("input_rank", message)
