"""Models as layers: a network inside a network."""

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from pydantic import PrivateAttr

from kspec.spec.fields import Anything
from kspec.spec.layers.base import Layer, Role, Weight
from kspec.spec.network import Network, TensorRef, references
from kspec.spec.problem import Fault
from kspec.spec.propagation import Trace, propagate
from kspec.spec.shapes import UNKNOWN, Structure, Tensor, same, show, tensors


class Functional(Layer):
    """A graph of layers as one layer; takes and gives what its own inputs and outputs are."""

    role: ClassVar[Role] = "model"

    layers: Anything = None
    input_layers: Anything = None
    output_layers: Anything = None

    sequential: ClassVar[bool] = False

    _network: Network = PrivateAttr()
    _trace: Trace | None = PrivateAttr(default=None)

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
        del arguments
        given = list(tensors(inputs))
        refs = list(references(self.network.inputs))
        self._check(given, refs)
        feeds = {ref.layer: x for ref, x in zip(refs, given, strict=True)}
        trace = propagate(self.network, feeds)
        if self.network.implicit_input and self._trace is None:
            self._trace = trace
        elif any(result.fault is None for result in self.trace.results.values()):
            self._refuse_inner_faults(trace)
        return trace.resolve(self.network.outputs)

    def weights(self, inputs: Structure, **arguments: object) -> Iterator[Weight]:
        del inputs, arguments
        for node in self.network.nodes.values():
            inner = self.trace.weights.get(node.name) or ()
            trainable = node.layer is not None and node.layer.trainable and self.network.trainable
            for weight in inner:
                yield weight._replace(
                    name=f"{node.name}/{weight.name}", trainable=weight.trainable and trainable
                )

    @property
    def has_weights(self) -> bool:
        return any(
            node.layer is not None and node.layer.has_weights
            for node in self.network.nodes.values()
        )

    def _check(self, given: list[Tensor], refs: list[TensorRef]) -> None:
        if len(given) != len(refs):
            message = (
                f'The model "{self.network.name}" takes {len(refs)} inputs, and gets {len(given)}'
            )
            raise Fault("input_count", message)
        for x, ref in zip(given, refs, strict=True):
            expected = UNKNOWN if self.network.implicit_input else self.trace.tensor(ref)
            if x.shape is None or expected.shape is None:
                continue
            if len(x.shape) != len(expected.shape) or not all(map(same, x.shape, expected.shape)):
                message = (
                    f'The model "{self.network.name}" takes {show(expected.shape)} for its input "{ref.layer}", '
                    f"and gets {show(x.shape)}"
                )
                kind = (
                    "input_rank" if len(x.shape) != len(expected.shape) else "incompatible_shapes"
                )
                raise Fault(kind, message)

    def _refuse_inner_faults(self, trace: Trace) -> None:
        for application, result in trace.results.items():
            own = self.trace.results.get(application)
            if result.fault is not None and own is not None and own.fault is None:
                message = f'Inside "{self.network.name}", "{result.node.name}" refuses this input: {result.fault.message}'
                raise Fault(result.fault.kind, message)


class Sequential(Functional):
    """A stack of layers as one layer."""

    build_input_shape: Anything = None

    sequential: ClassVar[bool] = True


class Model(Functional):
    """The name that some files give a functional graph."""


def is_model(name: str) -> bool:
    """Whether a class name is one of a model as a layer."""
    return name in {"Functional", "Sequential", "Model"}
