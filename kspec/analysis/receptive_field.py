"""Receptive fields: the extent of the input, along each spatial axis, that one value of a layer
depends on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.analysis.applied import shape_of
from kspec.named_tuple import NamedTuple
from kspec.spec.layers.conv import Conv
from kspec.spec.layers.depthwise_conv import DepthwiseConv, SeparableConv
from kspec.spec.layers.models import Functional
from kspec.spec.layers.pooling import Pooling
from kspec.spec.network import references

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kspec.spec.network import Application
    from kspec.spec.propagation import Result, Trace


class ReceptiveField(NamedTuple):
    """Receptive field of an output value along each spatial axis, in positions of the input, and
    the distance to that of its neighbor.
    """

    size: tuple[int, ...]
    jump: tuple[int, ...]

    def slid(self, window: Iterable[int], strides: Iterable[int]) -> ReceptiveField:
        """The field behind a window (with its dilation) that slides over this one."""
        size = (
            own + (reach - 1) * jump
            for own, reach, jump in zip(self.size, window, self.jump, strict=True)
        )
        jump = (own * stride for own, stride in zip(self.jump, strides, strict=True))
        return ReceptiveField(tuple(size), tuple(jump))


Fields = dict["Application", ReceptiveField | None]
PLACE_BY_PLACE = frozenset(("activation", "dropout", "input", "merge", "neutral", "padding"))
"""Roles of layers that compute each position of the space separately, or add and remove some."""
ALONG_CHANNELS = frozenset(
    ("BatchNormalization", "Dense", "LayerNormalization", "Normalization", "Rescaling")
)
"""Classes that do so too, where they work along the last axis."""


def receptive_fields(trace: Trace, field: ReceptiveField | None = None) -> Fields:
    """Receptive fields of all calls, for inputs with ``field`` (by default, of one position): None
    without a spatial axis, and where a value depends on all positions, or on unknown ones.
    """
    fields: Fields = {}
    for application, result in trace.results.items():
        node = result.node
        if node.is_input:
            rank = len(shape_of(result.output))
            one = (1,) * (rank - 2)
            fields[application] = field or (ReceptiveField(one, one) if rank > 2 else None)
        else:
            calls = node.calls[application[1]].references
            sources = [fields.get((ref.layer, ref.call)) for ref in calls]
            fields[application] = _behind(result, sources)
    return fields


def _behind(result: Result, sources: list[ReceptiveField | None]) -> ReceptiveField | None:
    """The field of a call, of the fields of its inputs."""
    layer: Any = result.node.layer
    known = [field for field in sources if field is not None]
    unusable = layer is None or layer.has_unknown_fields or result.fault is not None
    if unusable or len(known) < len(sources) or len({field.jump for field in known}) != 1:
        return None
    first = ReceptiveField(
        tuple(map(max, zip(*(x.size for x in known), strict=True))), known[0].jump
    )
    if isinstance(layer, Functional):
        inner = receptive_fields(layer.trace, first)
        return next(inner.get((ref.layer, ref.call)) for ref in references(layer.network.outputs))
    if isinstance(layer, Pooling):
        size = layer.for_each_axis(layer.pool_size)
        return first.slid(
            size, size if layer.strides is None else layer.for_each_axis(layer.strides)
        )
    if isinstance(layer, Conv | DepthwiseConv | SeparableConv):
        sizes, spread = map(layer.for_each_axis, (layer.kernel_size, layer.dilation_rate))
        window = [(size - 1) * by + 1 for size, by in zip(sizes, spread, strict=True)]
        return first.slid(window, layer.for_each_axis(layer.strides))
    shape = shape_of(result.output)
    local = layer.role in PLACE_BY_PLACE or (
        type(layer).__name__ in ALONG_CHANNELS
        and getattr(layer, "axis", -1) in (-1, [-1], len(shape) - 1, [len(shape) - 1])
    )
    return first if local and len(shape) - 2 == len(first.size) else None
