"""Where gradients end on their way back from the outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.spec.dtypes import family
from kspec.spec.network import references

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kspec.spec.network import Call, Network, Node, TensorRef
    from kspec.spec.propagation import Trace

WHOLE = frozenset(("integers", "truths", "string"))
"""Values that no gradient goes through."""


def ends(network: Network, trace: Trace) -> list[Node]:
    """The layers that no gradient passes, where none gets further back to a weight that learns;
    nothing where one may.
    """
    found: dict[str, Node] = {}
    waiting = references(network.outputs)
    seen = set(waiting)
    while waiting:
        ref = waiting.pop()
        node, dtype = network.nodes.get(ref.layer), trace.tensor(ref).dtype
        if node is None or node.layer is None or dtype is None:
            return []
        if node.layer.stops_gradients or family(dtype) in WHOLE:
            found[node.name] = node
        elif may_learn(node, trace):
            return []
        else:
            waiting.extend(_unseen(node.calls[ref.call], seen))
    return [] if _may_penalize(network) else list(found.values())


def may_learn(node: Node, trace: Trace) -> bool:
    """Whether training may change a weight of a layer."""
    weights = trace.weights.get(node.name)
    if weights is None or node.layer is None or node.layer.opaque:
        return True
    return any(map(node.layer.learns, weights))


def _unseen(call: Call, seen: set[TensorRef]) -> Iterable[TensorRef]:
    fresh = [ref for ref in call.references if ref not in seen]
    seen.update(fresh)
    return fresh


def _may_penalize(network: Network) -> bool:
    """Whether weights may have a loss of their own, which has gradients whatever the outputs do."""
    layers = [node.layer for node in network.used]
    return any(layer is None or layer.opaque or layer.adds_loss for layer in layers)
