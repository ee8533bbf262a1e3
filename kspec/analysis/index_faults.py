"""Embeddings and encodings that have nothing for an index that a layer before them gives."""

from collections.abc import Iterator

from kspec.analysis.flow import Flow
from kspec.analysis.model import Analysis
from kspec.analysis.takers import passes
from kspec.named_tuple import NamedTuple
from kspec.spec.layers.base import Layer
from kspec.spec.layers.layer_facts import Indices
from kspec.spec.network import Node


class IndexFault(NamedTuple):
    """A layer for ``size`` indices, and the one that gives it more ``indices`` than that."""

    node: Node
    layer: Layer
    size: int
    source: Node
    indices: Indices


def index_faults(model: Analysis) -> Iterator[IndexFault]:
    """Yield every layer with too few positions for the numbers of its tokens."""
    for flow in model.flows:
        for node, layer in flow.layers:
            if layer.index_field is None:
                continue
            size, numbering = index_count(layer), _numbering(flow, node)
            if size is not None and numbering is not None and numbering[1].number > size:
                yield IndexFault(node, layer, size, *numbering)


def index_count(layer: Layer) -> int | None:
    """The number of indices that a layer can look up, None where it looks up none."""
    count = None if layer.index_field is None else getattr(layer, layer.index_field)
    return count if isinstance(count, int) else None


def _numbering(flow: Flow, node: Node) -> tuple[Node, Indices] | None:
    """The layer whose indices a layer takes, with nothing between that makes others of them."""
    for before, layer in flow.chain_back(node):
        if layer.indices is not None:
            return before, layer.indices
        if not passes(layer):
            return None
    return None
