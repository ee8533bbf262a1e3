"""The ranges that an input's values have on their way, as long as layers keep or rescale them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeGuard

from kspec.analysis.effects import effect
from kspec.analysis.takers import passes
from kspec.named_tuple import NamedTuple
from kspec.spec.layers.models import Functional
from kspec.spec.network import TensorRef, references

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kspec.analysis.flow import Flow
    from kspec.analysis.model import Analysis
    from kspec.spec.layers.base import Layer
    from kspec.spec.network import Node

Limits = tuple[float, float]
PIXELS: Limits = (0, 255)
SCALES = (1 / 255, 2 / 255)
"""Factors that only images of bytes are multiplied with."""
NEAR = 0.02
"""Largest relative distance of a scale from those."""
IMAGES = 4
"""The rank of a batch of images."""


class Ranged(NamedTuple):
    """A layer, and the least and the greatest value that it takes."""

    node: Node
    layer: Layer
    limits: Limits


class Affine(NamedTuple):
    """The factor of every value, and what is added then."""

    scale: float
    offset: float


def affine(node: Node) -> Affine | None:
    """The map of a `Rescaling`, of a `Normalization` with one spread for all, or of an operation on
    a tensor and a number; None for others.
    """
    if getattr(node.layer, "variance", None) is not None:
        return _standardized(node)
    if not node.is_operation:
        scale, offset = (getattr(node.layer, name, None) for name in ("scale", "offset"))
        rescales = effect(node.layer) == "rescales"
        return Affine(scale, offset) if rescales and _number(scale) and _number(offset) else None
    return _calculated(node)


def _calculated(node: Node) -> Affine | None:
    """The map of an operation on a tensor and a number."""
    operands = node.calls[0].args if len(node.calls) == 1 else ()
    match type(node.layer).__name__, operands:
        case "Divide" | "TrueDivide", (TensorRef(), divisor) if _number(divisor) and divisor:
            return Affine(1 / divisor, 0)
        case "Multiply", (TensorRef(), factor) | (factor, TensorRef()) if _number(factor):
            return Affine(factor, 0)
        case "Add", (TensorRef(), term) | (term, TensorRef()) if _number(term):
            return Affine(1, term)
        case "Subtract", (TensorRef(), term) if _number(term):
            return Affine(1, -term)
    return None


ALIKE = 4
"""Largest ratio of the variances of channels that are scaled alike."""


def _standardized(node: Node) -> Affine | None:
    """The map of a `Normalization` whose features have much the same mean and variance."""
    means, variances = (_flat(getattr(node.layer, name)) for name in ("mean", "variance"))
    if not means or not variances or getattr(node.layer, "invert", False):
        return None
    if min(variances) <= 0 or max(variances) > ALIKE * min(variances):
        return None
    scale = 1 / math.sqrt(sum(variances) / len(variances))
    return Affine(scale, -scale * sum(means) / len(means))


def _flat(values: object) -> list[float]:
    """The numbers of an array; none where one is no number."""
    if _number(values):
        return [values]
    inside = [_flat(one) for one in values] if isinstance(values, list) else []
    return [one for part in inside for one in part] if all(inside) else []


def _number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float)


def ranged(model: Analysis) -> Iterator[Ranged]:
    """Yield the layers that take images of a known range: that of the data, or its result after a
    rescaling.
    """
    if model.spec is None:
        return
    top = model.flow_of[id(model.spec.network)]
    for feed in model.inputs:
        if len(feed.tensor.shape or ()) == IMAGES:
            yield from _Walk(model.flow_of).onward(top, feed.node, feed.range)


class _Walk:
    def __init__(self, flows: Mapping[int, Flow]) -> None:
        self.flows = flows
        self.ends: dict[tuple[int, str], Limits | None] = {}

    def onward(self, flow: Flow, source: Node, limits: Limits | None) -> Iterator[Ranged]:
        """Yield the layers that take the output of a layer whose values have these limits."""
        for node in flow.consumers(source):
            layer, here = node.layer, (id(flow.network), node.name)
            if layer is None or here in self.ends or len(node.calls) != 1:
                continue
            self.ends[here] = None
            if isinstance(layer, Functional):
                yield from self._inside(layer, limits)
                out = [ref.layer for ref in references(layer.network.outputs)]
                if len(out) != 1 or (id(layer.network), out[0]) not in self.ends:
                    continue
                after = self.ends[id(layer.network), out[0]]
            else:
                if limits is not None:
                    yield Ranged(node, layer, limits)
                if not _keeps(node):
                    continue
                after = _after(node, limits)
            self.ends[here] = after
            yield from self.onward(flow, node, after)

    def _inside(self, model: Functional, limits: Limits | None) -> Iterator[Ranged]:
        flow = self.flows.get(id(model.network))
        names = [ref.layer for ref in references(model.network.inputs)]
        if flow is not None and len(names) == 1:
            yield from self.onward(flow, flow.network.nodes[names[0]], limits)


def _keeps(node: Node) -> bool:
    layer = node.layer
    rescales = effect(layer) == "rescales" or affine(node) is not None
    return layer is not None and (passes(layer) or rescales or layer.role == "augmentation")


def _after(node: Node, limits: Limits | None) -> Limits | None:
    """Limits after a layer; of images of an unknown range, those that its scale implies."""
    change = affine(node)
    if change is None:
        return None if effect(node.layer) == "rescales" else limits
    if limits is None and any(abs(change.scale / known - 1) < NEAR for known in SCALES):
        limits = PIXELS
    if limits is None:
        return None
    one, other = (value * change.scale + change.offset for value in limits)
    return min(one, other), max(one, other)
