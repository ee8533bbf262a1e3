"""Multiply-accumulates (MACs) of a forward pass for one sample, as far as shapes decide them."""

from collections.abc import Callable, Mapping
from typing import Any

from kspec.analysis.applied import Applied, product, shape_of, times, total
from kspec.spec.layers.base import Layer
from kspec.spec.layers.models import Functional
from kspec.spec.layers.weight import Weight
from kspec.spec.problem import Fault
from kspec.spec.propagation import Result
from kspec.spec.shapes import Shape, Structure, Tensor, tensors


def macs_of_call(result: Result, weights: tuple[Weight, ...] | None) -> int | None:
    """The MACs of one call, None where they are not known."""
    layer = result.node.layer
    if layer is None or weights is None or result.fault is not None:
        return None
    return _macs(Applied(layer, result.args, result.kwargs, result.output, weights))


def _macs(call: Applied) -> int | None:
    layer = call.layer
    if layer.opaque or layer.is_invalid or layer.has_unknown_fields:
        return None
    if getattr(layer, "lora_rank", None):
        return None  # the product of its two small matrices is made once a batch
    for cls in type(layer).__mro__:
        count = COUNTS.get(f"{cls.__module__}:{cls.__name__}")
        if count is not None:
            return None if call.is_shapeless else count(call)
    if layer.role in ELEMENTWISE or not any(weight.counted for weight in call.weights):
        return 0
    return None


def _inside(layer: Layer, *args: Structure) -> int | None:
    """Multiply-accumulates of a nested layer's call."""
    try:
        output = layer(*args)
        weights = () if isinstance(layer, Functional) else tuple(layer.weights(args[0]))
    except Fault:
        return None
    return _macs(Applied(layer, args, {}, output, weights))


def _model(call: Applied) -> int | None:
    layer: Any = call.layer
    trace = layer.traced(call.first)
    counts: list[int | None] = []
    for application in layer.network.computed:
        result = trace.results.get(application)
        weights = trace.weights.get(application[0])
        counts.append(None if result is None else macs_of_call(result, weights))
    return total(counts)


def _dense(call: Applied) -> int | None:
    return product((call.input_shape[-1], *call.output_shape[1:]))


def _einsum(call: Applied) -> int | None:
    layer: Any = call.layer
    parts, shape = layer.parts, call.input_shape
    if parts is None or len(shape) < len(parts.inputs):
        return None
    sizes = _lettered(parts.outputs, call.output_shape, from_right=parts.open_left)
    input_sizes = _lettered(parts.inputs, shape, from_right=parts.open_left)
    # Keras forgets the size of an axis that the output keeps by null.
    sizes |= {
        letter: size
        for letter, size in input_sizes.items()
        if size is not None or letter not in sizes
    }
    count = len(shape) - len(parts.inputs)
    if parts.open_left and count:
        return product((*sizes.values(), *shape[1:count]))
    batch = parts.inputs[0]
    others = [size for letter, size in sizes.items() if letter != batch]
    return product((*others, *shape[len(shape) - count :]))


def _lettered(letters: str, shape: Shape, *, from_right: bool) -> dict[str, int | None]:
    """The sizes of the axes that have a letter."""
    sizes = shape[-len(letters) :] if from_right else shape[: len(letters)]
    return dict(zip(letters, sizes, strict=False))


def _at_outputs(call: Applied) -> int | None:
    return times(call.kernels(), _positions(call.layer, call.output_shape))


def _at_inputs(call: Applied) -> int | None:
    return times(call.kernels(), _positions(call.layer, call.input_shape))


def _positions(layer: Any, shape: Shape) -> int | None:  # noqa: ANN401 - one over space
    return product(layer.space(shape))


def _steps(call: Applied) -> int | None:
    return times(call.kernels(), call.input_shape[1])


def _steps_of_cells(call: Applied) -> int | None:
    layer: Any = call.layer
    cells = getattr(layer.cell, "cells", [layer.cell])
    return _steps(call) if all(hasattr(cell, "units") for cell in cells) else None


def _convolved_steps(call: Applied) -> int | None:
    layer, shape = call.layer, call.output_shape
    step = (shape[0], *shape[2:]) if getattr(layer, "return_sequences", False) else shape
    positions = times(_positions(layer, step), call.input_shape[1])
    return times(call.kernels(), positions)


def _time_distributed(call: Applied) -> int | None:
    layer: Any = call.layer
    shape = call.input_shape
    if len(shape) < layer.input_spec.min_ndim:
        return None
    step = Tensor((shape[0], *shape[2:]), next(tensors(call.first)).dtype)
    return times(_inside(layer.layer, step), shape[1])


def _both_ways(call: Applied) -> int | None:
    layer: Any = call.layer
    ways = (layer.layer, layer.backward_layer or layer.layer)
    return total(_inside(one, call.first) for one in ways)


def _wrapped(call: Applied) -> int | None:
    layer: Any = call.layer
    return _inside(layer.layer, call.first)


def _attention(call: Applied) -> int | None:
    """Scores of query and key, then the values weighted by them."""
    if getattr(call.layer, "score_mode", "dot") != "dot":
        return None
    query, value, *keys = call.shapes
    scores = product((*query[1:-1], *value[1:-1]))
    return times(scores, total(((*keys, value)[0][-1], value[-1])))


def _headed(call: Applied) -> int | None:
    layer: Any = call.layer
    operands = [call.kwargs.get(name) for name in ("query", "value", "key")]
    args = [*call.args[:3], *operands[len(call.args[:3]) :]]
    if not call.weights:
        return None
    query, value, key = map(shape_of, layer.operands(*args))
    at = {"key": product(key[1:-1]), "value": product(value[1:-1])}
    rows = product(query[1:-1])
    projections = total(
        times(call.kernels(f"{name}/kernel"), at.get(name, rows))
        for name in ("query", "key", "gate", "value", "attention_output")
    )
    shapes = {weight.name: weight.shape for weight in call.weights}
    scored = product(shapes["query/kernel"][1:])
    weighed = product(shapes["attention_output/kernel"][:2])
    attended = product([value[axis] for axis in layer.attended_axes(value)])
    return total((projections, times(times(rows, attended), total((scored, weighed)))))


def _reversible(call: Applied) -> int | None:
    if not call.kwargs.get("reverse"):
        return 0
    return product((call.input_shape[-1], *call.output_shape[1:]))


def _nothing(call: Applied) -> int:
    del call
    return 0


def _unknown(call: Applied) -> None:
    del call


ELEMENTWISE = frozenset(("activation", "normalization", "embedding", "input"))
"""The roles of layers whose weights meet each value once, or are looked up: no products."""

UNCOUNTED = (
    *("kspec.spec.layers.merging:Dot", "kspec.spec.layers.audio:MelSpectrogram"),
    *("kspec.spec.operations.products:Product", "kspec.spec.operations.products:Einsum"),
    "kspec.spec.operations.products:DotProductAttention",
)
"""Products without weights, which are not counted."""

COUNTS: Mapping[str, Callable[[Applied], int | None]] = {
    "kspec.spec.layers.models:Functional": _model,
    "kspec.spec.layers.core:Dense": _dense,
    "kspec.spec.layers.einsum:EinsumDense": _einsum,
    "kspec.spec.layers.conv:Conv": _at_outputs,
    "kspec.spec.layers.depthwise_conv:DepthwiseConv": _at_outputs,
    "kspec.spec.layers.depthwise_conv:SeparableConv": _at_outputs,
    "kspec.spec.layers.conv_transpose:ConvTranspose": _at_inputs,
    "kspec.spec.layers.conv_lstm:ConvLSTM": _convolved_steps,
    "kspec.spec.layers.recurrent:UnitsRecurrent": _steps,
    "kspec.spec.layers.recurrent:RNN": _steps_of_cells,
    "kspec.spec.layers.recurrence:Recurrent": _unknown,
    "kspec.spec.layers.wrappers:Bidirectional": _both_ways,
    "kspec.spec.layers.wrappers:TimeDistributed": _time_distributed,
    "kspec.spec.layers.wrappers:SpectralNormalization": _wrapped,
    "kspec.spec.layers.headed_attention:HeadedAttention": _headed,
    "kspec.spec.layers.attention:Attention": _attention,
    "kspec.spec.layers.attention:AdditiveAttention": _unknown,
    "kspec.spec.layers.embedding:ReversibleEmbedding": _reversible,
    "kspec.spec.layers.scaling:LayerScale": _nothing,
    "kspec.spec.layers.rescaling:Normalization": _nothing,
    **dict.fromkeys(UNCOUNTED, _unknown),
}
"""Functions that count a layer's MACs, by the nearest class, named so that no class is imported for
it; without such a class a layer has no MACs where it has no weights, and unknown ones else.
"""
