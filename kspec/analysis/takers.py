"""Layers that take the unchanged values of an input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.analysis.effects import effect
from kspec.named_tuple import NamedTuple
from kspec.spec.layers.models import Functional
from kspec.spec.network import TensorRef, references

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kspec.analysis.flow import Flow
    from kspec.analysis.model import Analysis
    from kspec.spec.layers.base import Layer
    from kspec.spec.layers.value_effect import Effect
    from kspec.spec.network import Node
    from kspec.spec.shapes import Shape

PASSING = frozenset(("keeps", "alike", "averages"))
COMPUTING: frozenset[Effect] = frozenset(("computes", "recurs"))


class Taker(NamedTuple):
    """Layer that takes an input's unchanged values."""

    node: Node
    layer: Layer
    flow: Flow


def takers(model: Analysis, name: str, taking: frozenset[Effect] = COMPUTING) -> Iterator[Taker]:
    """Yield the layers with an effect on an input's unchanged values (by default compute with them,
    or look them up): no layer between scales or changes them. Models within the network are
    included.
    """
    if model.spec is None:
        return
    been: set[str] = set()
    start = (id(model.spec.network), name)
    walks = [_steps(model.flow_of, *start, taking, been)]
    while walks:  # a stack of its own: a network may be deeper than Python's
        step = next(walks[-1], None)
        if step is None:
            walks.pop()
        elif isinstance(step, Taker):
            yield step
        else:
            walks.append(_steps(model.flow_of, *step, taking, been))


def _steps(
    flows: Mapping[int, Flow], network: int, name: str, taking: frozenset[Effect], been: set[str]
) -> Iterator[Taker | tuple[int, str]]:
    """Yield the layers that take the output of a layer, and the layers, each with its network,
    behind which to look further.
    """
    flow = flows.get(network)
    source = None if flow is None else flow.network.nodes.get(name)
    if flow is None or source is None:
        return
    for node in flow.consumers(source):
        layer = inside(node.layer)
        if layer is None or (place := f"{network}/{node.name}") in been:
            continue
        been.add(place)
        kind = effect(layer)
        if isinstance(layer, Functional):
            for entry in _entries(layer, node, name):
                yield id(layer.network), entry
            if _hands_on(layer, been):
                yield network, node.name
        elif kind in taking:
            yield Taker(node, layer, flow)
        elif passes(layer) and not _picks(flow, node):
            yield network, node.name


def passes(layer: Layer | None) -> bool:
    """Whether a layer passes values of its input on unchanged."""
    return layer is not None and (effect(layer) in PASSING or layer.role == "padding")


def _picks(flow: Flow, node: Node) -> bool:
    """Whether square brackets take a part of the values, as one column of a table: the range is
    that of all.
    """
    if node.layer is None or not node.layer.call_spec.in_brackets:
        return False
    whole = flow.trace.first_input(node).shape
    picked = flow.trace.tensor(TensorRef(node.name)).shape
    return whole is None or picked is None or _several(whole) != _several(picked)


def _several(shape: Shape) -> Shape:
    return tuple(dim for dim in shape[1:] if dim != 1)


def _hands_on(model: Functional, been: set[str]) -> bool:
    """Whether values come out of a model as they came in: the walk has been at its end."""
    network = model.network
    outputs = [network.nodes.get(ref.layer) for ref in references(network.outputs)]
    return any(
        node is not None and f"{id(network)}/{node.name}" in been and passes(node.layer)
        for node in outputs
    )


def inside(layer: Layer | None) -> Layer | None:
    """Layer in a wrapper that computes, or learns from data; other layers are returned
    unchanged.
    """
    if effect(layer) != "wraps":
        return layer
    inner: Layer | None = getattr(layer, "layer", None)
    reads_values = inner is not None and (effect(inner) in COMPUTING or inner.adapt)
    return inner if reads_values else None


def _entries(model: Functional, node: Node, name: str) -> Iterator[str]:
    """The inputs of a model within the network that get the output of a layer."""
    names = [ref.layer for ref in references(model.network.inputs)]
    for call in node.calls:
        sources = [ref.layer for ref in call.references]
        for inner, source in zip(names, sources, strict=False):
            if source == name:
                yield inner
