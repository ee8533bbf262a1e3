"""Questions on what feeds what: consumers, producers, and the layers between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.spec.network import Network, Node, references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.spec.layers.base import Layer


class Flow:
    """The wiring of one network, read once: who takes each layer's output, and whose output
    each takes.
    """

    __slots__ = ("_consumers", "network", "outputs")

    def __init__(self, network: Network) -> None:
        self.network = network
        self._consumers: dict[str, list[Node]] = {}
        for node in network.nodes.values():
            for call in node.calls:
                for ref in call.references:
                    takers = self._consumers.setdefault(ref.layer, [])
                    if node not in takers:
                        takers.append(node)
        self.outputs = {ref.layer for ref in references(network.outputs)}

    def consumers(self, node: Node) -> list[Node]:
        """The nodes that take this node's output."""
        return self._consumers.get(node.name, [])

    def next(self, node: Node) -> Node | None:
        """The one node that takes the output, when it is the only one and the output is no
        output of the network.
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
        here = self.next(node)
        while here is not None and here.layer is not None and self.previous(here) is not None:
            yield here, here.layer
            here = self.next(here)

    def chain_back(self, node: Node) -> Iterator[tuple[Node, Layer]]:
        """The known layers that come before one by one, nearest first."""
        here = self.previous(node)
        while here is not None and here.layer is not None:
            yield here, here.layer
            here = self.previous(here)

    def before(self, node: Node) -> Iterator[Node]:
        """Every node that leads to this one, on whatever way."""
        seen = {node.name}
        waiting = [node]
        while waiting:
            for call in waiting.pop().calls:
                for ref in call.references:
                    found = self.network.nodes.get(ref.layer)
                    if found is not None and ref.layer not in seen:
                        seen.add(ref.layer)
                        waiting.append(found)
                        yield found
