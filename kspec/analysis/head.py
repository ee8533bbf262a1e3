"""Heads of a network: for every output the layer that decides its values, and the activation in
effect. Unknown facts are None.
"""

from kspec.analysis.effects import dense_units
from kspec.analysis.trail import Step, Trail
from kspec.analysis.walk import Scope, follow
from kspec.named_tuple import NamedTuple
from kspec.spec.activation_table import RANGES, Facts
from kspec.spec.network import Network, Node, TensorRef, references
from kspec.spec.propagation import Trace, when_run
from kspec.spec.shapes import Shape


class Head(NamedTuple):
    """Output of the network. ``name`` is its name in Keras's losses and metrics."""

    name: str
    position: int
    shape: Shape | None
    producer: Node | None
    trail: Trail

    @property
    def units(self) -> int | None:
        """The size of the last axis."""
        if self.shape is not None:
            return self.shape[-1] if self.shape else None
        return dense_units(self.producer if self.last is None else self.last.source)

    @property
    def rank(self) -> int | None:
        """The number of axes, the batch included."""
        return None if self.shape is None else len(self.shape)

    @property
    def activation(self) -> str | None:
        """The activation in effect, ``linear`` for none, None where it is not known."""
        return self.trail.activation

    @property
    def facts(self) -> Facts | None:
        """The range of the values, None where it is not known."""
        return None if self.activation is None else RANGES[self.activation]

    @property
    def last(self) -> Step | None:
        """The last activation, None where there is none."""
        return self.trail.steps[-1] if self.trail.steps else None

    @property
    def node(self) -> Node | None:
        """The layer that decides: the one that computes the values, or gives the output."""
        return self.trail.source or self.producer


def heads(network: Network, trace: Trace) -> list[Head]:
    """List the heads of the network's outputs, in Keras's order."""
    refs = references(network.outputs)
    names = _names(network, refs)
    scope, run = Scope(network, trace, {}), when_run(network, trace)
    return [
        Head(name, index, run.tensor(ref).shape, network.nodes.get(ref.layer), follow(scope, ref))
        for index, (name, ref) in enumerate(zip(names, refs, strict=True))
    ]


def _names(network: Network, refs: list[TensorRef]) -> list[str]:
    outputs = network.outputs
    if isinstance(outputs, dict) and all(isinstance(x, TensorRef) for x in outputs.values()):
        return sorted(map(str, outputs))
    return [ref.layer for ref in refs]
