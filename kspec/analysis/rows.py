"""Hidden layers with activations of one kind, one after the other."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from kspec.analysis.flow import Flow
from kspec.spec.activation_table import activation_name
from kspec.spec.layers.base import Layer
from kspec.spec.network import Node

PASSING = frozenset(("dropout", "neutral", "pooling", "global_pooling", "rearranging"))


def hidden_rows(flow: Flow, kind: AbstractSet[str]) -> Iterator[list[Node]]:
    """Yield the runs of nodes that apply an activation of a kind, each before a layer with weights;
    a normalization, another nonlinearity or a merge ends a run.
    """
    names = {node.name for name in kind for node in flow.by_activation.get(name, ())}
    for node in flow.network.nodes.values() if names else ():
        if node.name in names and (row := list(_row_from(flow, node, kind))):
            names.difference_update(each.name for each in row)
            yield row


def _row_from(flow: Flow, first: Node, kind: AbstractSet[str]) -> Iterator[Node]:
    waiting = [first]
    for node, layer in flow.chain(first):
        if layer.role == "affine":
            yield from waiting
            waiting = []
        if activation_name(layer) in kind:
            waiting.append(node)
        elif layer.role not in PASSING and not _is_linear(layer):
            return


def _is_linear(layer: Layer) -> bool:
    return layer.role == "affine" and getattr(layer, "activation", None) in (None, "linear")
