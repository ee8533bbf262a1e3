"""Flow of tensors: consumers, producers, and the layers between."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import chain

from kspec.spec.activation_table import activation_name
from kspec.spec.layers.base import Layer
from kspec.spec.layers.layer_facts import Role
from kspec.spec.network import Network, Node, references
from kspec.spec.propagation import Trace

HEADWARD = frozenset(("dropout", "neutral", "normalization", "activation"))
"""Roles of layers between the layer that computes an output and that output."""


class Flow:
    """Wiring of one network: the consumers of each layer's output, and its sources.

    ``by_class`` holds the known layers of each class, for properties that depend on the class
    alone.
    """

    def __init__(self, network: Network, trace: Trace) -> None:
        self.network = network
        self.trace = trace
        self.by_class: defaultdict[type[Layer], list[tuple[Node, Layer]]] = defaultdict(list)
        for node in network.nodes.values():
            if (layer := node.layer) is not None:
                self.by_class[type(layer)].append((node, layer))
        self.outputs = {ref.layer for ref in references(network.outputs)}
        self._by_role: defaultdict[Role, list[tuple[Node, Layer]]] = defaultdict(list)
        for cls, placed in self.by_class.items():
            self._by_role[cls.role].extend(placed)

    @property
    def layers(self) -> Iterator[tuple[Node, Layer]]:
        """The known layers, class by class."""
        return chain.from_iterable(self.by_class.values())

    def of(self, *roles: Role) -> Iterator[tuple[Node, Layer]]:
        """The known layers that are for one of these, role by role."""
        placed = [pair for role in roles if role in self._by_role for pair in self._by_role[role]]
        return iter([pair for pair in placed if pair[0].layer is not None])

    @property
    def output_names(self) -> set[str]:
        """Names of the layers whose output no layer takes, and which are no output."""
        return self.network.nodes.keys() - {name for name, _ in self.trace.takers} - self.outputs

    @cached_property
    def data_formats(self) -> set[str]:
        """The orders of axes in which the layers on images read them."""
        spatial = self.of("affine", "pooling", "global_pooling", "padding", "upsampling")
        written = {getattr(layer, "data_format", "") for _, layer in spatial}
        return {(form or "channels_last").lower() for form in written if form != ""}

    @cached_property
    def by_activation(self) -> Mapping[str, list[Node]]:
        """The layers that apply each activation that has a name, in the document's order."""
        nodes: defaultdict[str, list[Node]] = defaultdict(list)
        for node in self.network.nodes.values():
            if node.layer is not None and (name := activation_name(node.layer)) is not None:
                nodes[name].append(node)
        return nodes

    def consumers(self, node: Node) -> list[Node]:
        """The nodes that take this node's output, each once."""
        calls = [(node.name, index) for index in range(len(node.calls))]
        names = [name for call in calls for name, _ in self.trace.takers.get(call, ())]
        return [self.network.nodes[name] for name in dict.fromkeys(names)]

    def next(self, node: Node) -> Node | None:
        """Single consumer of the output; None where there are several, or the output is one of the
        network.
        """
        takers = self.consumers(node)
        return takers[0] if len(takers) == 1 and node.name not in self.outputs else None

    def previous(self, node: Node) -> Node | None:
        """The one node whose output this node takes, when it is called once on one tensor."""
        refs = node.calls[0].references if len(node.calls) == 1 else ()
        return self.network.nodes.get(refs[0].layer) if len(refs) == 1 else None

    def chain(self, node: Node) -> Iterator[tuple[Node, Layer]]:
        """The known layers that follow one by one, as long as nothing branches, merges or is
        opaque.
        """
        return _along(self._onward, node)

    def _onward(self, node: Node) -> Node | None:
        following = self.next(node)
        return None if following is None or self.previous(following) is None else following

    def chain_back(self, node: Node) -> Iterator[tuple[Node, Layer]]:
        """The known layers that come before one by one, nearest first."""
        return _along(self.previous, node)

    def before(self, node: Node) -> Iterator[Node]:
        """Yield every ancestor of a node."""
        visited = {node.name}
        waiting = [node]
        while waiting:
            for call in waiting.pop().calls:
                for ref in call.references:
                    source = self.network.nodes.get(ref.layer)
                    if source is not None and ref.layer not in visited:
                        visited.add(ref.layer)
                        waiting.append(source)
                        yield source


def _along(step: Callable[[Node], Node | None], node: Node) -> Iterator[tuple[Node, Layer]]:
    """The known layers that one step after the other leads to; none twice, since layers may feed
    each other in a circle.
    """
    visited = {node.name}
    here = step(node)
    while here is not None and here.layer is not None and here.name not in visited:
        visited.add(here.name)
        yield here, here.layer
        here = step(here)
