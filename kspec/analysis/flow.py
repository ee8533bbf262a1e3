"""Questions on what feeds what: consumers, producers, and the layers between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.spec.network import Network, Node, references

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kspec.spec.layers.base import Layer
    from kspec.spec.layers.traits import Role


class Flow:
    """The wiring of one network, read once: who takes each layer's output, and whose output
    each takes.
    """

    __slots__ = ("_by_role", "_consumers", "network", "outputs")

    def __init__(self, network: Network) -> None:
        self.network = network
        self._consumers: dict[str, list[Node]] = {}
        self._by_role: dict[str, list[Node]] = {}
        for node in network.nodes.values():
            if node.layer is not None:
                self._by_role.setdefault(node.layer.role, []).append(node)
            for call in node.calls:
                for ref in call.references:
                    takers = self._consumers.setdefault(ref.layer, [])
                    if node not in takers:
                        takers.append(node)
        self.outputs = {ref.layer for ref in references(network.outputs)}

    def of(self, *roles: Role) -> Iterator[tuple[Node, Layer]]:
        """The known layers that are for one of these, those for the first before the others."""
        for role in roles:
            for node in self._by_role.get(role, ()):
                if node.layer is not None:
                    yield node, node.layer

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
        for following, layer in _along(self.next, node):
            if self.previous(following) is None:
                return
            yield following, layer

    def chain_back(self, node: Node) -> Iterator[tuple[Node, Layer]]:
        """The known layers that come before one by one, nearest first."""
        yield from _along(self.previous, node)

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


def _along(step: Callable[[Node], Node | None], node: Node) -> Iterator[tuple[Node, Layer]]:
    """The known layers that one step after the other leads to; none twice, since layers may feed
    each other in a circle.
    """
    seen = {node.name}
    here = step(node)
    while here is not None and here.layer is not None and here.name not in seen:
        seen.add(here.name)
        yield here, here.layer
        here = step(here)
