"""Models as layers: a network inside a network."""

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from kspec.spec.fields import Anything
from kspec.spec.layers.base import Layer, nested_weight
from kspec.spec.layers.checks import check_arguments
from kspec.spec.layers.layer_facts import CallSpec, Role
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.layers.weight import Weight
from kspec.spec.network import Network, TensorRef, references
from kspec.spec.problem import Fault
from kspec.spec.propagation import Trace, propagate
from kspec.spec.shapes import Shape, Structure, Tensor, same, show


class Functional(Layer):
    """A graph of layers as one layer; its inputs and outputs are those of the graph."""

    role: ClassVar[Role] = "model"
    value_effect: ClassVar[ValueEffect] = ValueEffect("contains")
    call_spec: ClassVar[CallSpec] = CallSpec(("training", "mask"))
    sequential: ClassVar[bool] = False

    layers: Anything = None
    input_layers: Anything = None
    output_layers: Anything = None
    _network: Network
    _trace: Trace | None = None

    @classmethod
    def of(cls, network: Network, values: dict[str, Any]) -> Self:
        """The layer around a network that a dialect has read."""
        model = cls.model_construct(**values)
        model._network = network  # noqa: SLF001 - a constructor
        return model

    @property
    def network(self) -> Network:
        """The network inside."""
        return self._network

    @property
    def trace(self) -> Trace:
        """The network's own calls, with the inputs it declares (or those of its first call,
        where it declares none).
        """
        if self._trace is None:
            self._trace = propagate(self._network)
        return self._trace

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        check_arguments(self, arguments)
        refs = references(self.network.inputs)
        values = self._flat_inputs(inputs, refs)
        if self.network.implicit_input and self._trace is None:
            self._trace = propagate(self.network, self._first_feeds(values))
            return self._trace.resolve(self.network.outputs)
        expected = [self.trace.tensor(ref) for ref in refs]
        self._check(values, expected, refs)
        if all(x is None or x.shape == own.shape for x, own in zip(values, expected, strict=True)):
            return self.trace.resolve(self.network.outputs)
        feeds = {ref.layer: x for ref, x in zip(refs, values, strict=True) if x is not None}
        is_squeezed = any(
            x is not None and x.rank != own.rank for x, own in zip(values, expected, strict=True)
        )
        trace = propagate(self.network, feeds, None if is_squeezed else self.trace.weights)
        self._refuse_inner_faults(trace)
        return trace.resolve(self.network.outputs)

    def traced(self, inputs: Structure) -> Trace:
        """The calls inside, for the inputs of one call of the model that it takes."""
        refs = references(self.network.inputs)
        pairs = zip(refs, self._flat_inputs(inputs, refs), strict=True)
        feeds = {ref.layer: x for ref, x in pairs if x is not None}
        return propagate(self.network, feeds, self.trace.weights)

    def _flat_inputs(self, inputs: Structure, refs: list[TensorRef]) -> list[Tensor | None]:
        """The inputs in the model's order: by name where they come in an object."""
        if isinstance(inputs, dict):
            own = self.network.inputs
            names = sorted(own) if isinstance(own, dict) else [ref.layer for ref in refs]
            missing = [name for name in names if name not in inputs]
            if missing:
                message = f'The model "{self.network.name}" gets no input "{missing[0]}"'
                raise Fault("input_count", message)
            inputs = [inputs[name] for name in names]
        tensors_ = list(_with_nulls(inputs))
        if len(tensors_) != len(refs):
            name = self.network.name
            message = f'The model "{name}" takes {len(refs)} inputs, and gets {len(tensors_)}'
            raise Fault("input_count", message)
        return tensors_

    def _first_feeds(self, inputs: list[Tensor | None]) -> dict[str, Tensor]:
        """Inputs of the first call of a stack without an input layer, in that layer's compute
        dtype.
        """
        nodes = list(self.network.nodes.values())
        first = nodes[1].layer if len(nodes) > 1 else None
        dtype = first.compute_dtype if first is not None else "float32"
        x = inputs[0]
        return {} if x is None else {nodes[0].name: x._replace(dtype=dtype)}

    def weights(self, inputs: Structure, **arguments: object) -> Iterator[Weight]:
        del inputs, arguments
        for node in self.network.used:
            if node.layer is not None:
                for weight in self.trace.weights.get(node.name) or ():
                    yield nested_weight(node.layer, weight, node.name)

    @property
    def knows_weights(self) -> bool:
        weights = self.trace.weights
        return all(weights.get(node.name, ()) is not None for node in self.network.used)

    @property
    def has_weights(self) -> bool:
        return any(node.layer is None or node.layer.has_weights for node in self.network.used)

    @property
    def opaque(self) -> bool:
        return any(node.layer is None or node.layer.opaque for node in self.network.used)

    @property
    def has_unknown_fields(self) -> bool:
        """Whether a layer inside has unknown fields."""
        layers = [node.layer for node in self.network.nodes.values()]
        return any(
            layer.partial_of is not None
            or (isinstance(layer, Functional) and layer.has_unknown_fields)
            for layer in layers
            if layer is not None
        )

    @property
    def adds_loss(self) -> bool:
        return any(node.layer is None or node.layer.adds_loss for node in self.network.used)

    def _check(
        self, inputs: list[Tensor | None], expected: list[Tensor], refs: list[TensorRef]
    ) -> None:
        for x, own, ref in zip(inputs, expected, refs, strict=True):
            if x is None and not self._is_optional(ref):
                message = f'The input "{ref.layer}" of "{self.network.name}" cannot be null'
                raise Fault("input_count", message)
            if x is None or x.shape is None or own.shape is None or _fits(x.shape, own.shape):
                continue
            message = (
                f'The model "{self.network.name}" takes {show(own.shape)} for its input '
                f'"{ref.layer}", and gets {show(x.shape)}'
            )
            kind = "input_rank" if len(x.shape) != len(own.shape) else "incompatible_shapes"
            help_ = f'Give "{ref.layer}" the shape of what it gets, or change what is before.'
            raise Fault(kind, message, help=help_)

    def _is_optional(self, ref: TensorRef) -> bool:
        node = self.network.nodes.get(ref.layer)
        return node is not None and bool(getattr(node.layer, "optional", False))

    def _refuse_inner_faults(self, trace: Trace) -> None:
        for application, result in trace.results.items():
            own = self.trace.results.get(application)
            if result.fault is not None and own is not None and own.fault is None:
                message = (
                    f'Inside "{self.network.name}", "{result.node.name}" refuses this input: '
                    f"{result.fault.message}"
                )
                raise Fault(result.fault.kind, message)


def _with_nulls(structure: Structure) -> Iterator[Tensor | None]:
    if isinstance(structure, Tensor) or structure is None:
        yield structure
    elif isinstance(structure, dict):
        for key in sorted(structure):
            yield from _with_nulls(structure[key])
    elif isinstance(structure, list | tuple):
        for item in structure:
            yield from _with_nulls(item)


def _fits(shape: Shape, own: Shape) -> bool:
    """Whether a model takes a shape, which may have a last axis of 1 more or less than its own.

    Keras leaves the batch out of this, and when it runs it adds or drops that axis.
    """
    if len(shape) == len(own) + 1:
        shape = shape[:-1] if shape[-1] in {1, None} else shape
    elif len(shape) == len(own) - 1:
        own = own[:-1] if own[-1] == 1 else own
    elif shape and shape[-1] == 1:
        shape, own = shape[:-1], own[:-1]
    return len(shape) == len(own) and all(map(same, shape[1:], own[1:]))


class Sequential(Functional):
    """A stack of layers as one layer."""

    sequential: ClassVar[bool] = True

    build_input_shape: Anything = None


class Model(Functional):
    """The name that some files give a functional graph."""


def is_model(name: str) -> bool:
    """Whether a class name is one of a model as a layer."""
    return name in {"Functional", "Sequential", "Model"}
