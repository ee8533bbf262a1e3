"""The size of a network: every layer's output and parameters, as Keras counts them."""

import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from kspec.analysis.graph import keras_order
from kspec.analysis.macs import macs_of_call
from kspec.analysis.model import Analysis
from kspec.analysis.receptive_field import ReceptiveField, receptive_fields
from kspec.analysis.shape_text import NamedSizes
from kspec.analysis.summary_table import Row, Summary, total_of
from kspec.spec.layers.base import Layer
from kspec.spec.layers.models import Functional
from kspec.spec.layers.weight import Weight
from kspec.spec.network import Application, Network, Node
from kspec.spec.propagation import Result, Trace
from kspec.spec.shapes import NamedShape, Structure, Tensor, readable, tensors
from kspec.spec.training.optimizers.state import state_copies
from kspec.spec.unknown import UnknownValueError

BYTES = {"float64": 8, "int64": 8, "float16": 2, "bfloat16": 2, "int16": 2, "int8": 1, "bool": 1}
"""Bytes of a value, for dtypes of another size than 4."""


def summarize(analysis: Analysis) -> Summary | None:
    """The summary, or None when the document makes no network."""
    if analysis.spec is None:
        return None
    network = analysis.spec.network
    layers = [(node.layer, analysis.trace.weights.get(node.name)) for node in keras_order(network)]
    macs = [_macs(analysis.trace, application) for application in network.computed]
    trainable_bytes = total_of(
        [_weight_bytes(layer, built, _in_model(network, layer)) for layer, built in layers]
    )
    counts = {
        kind: total_of(
            [_count(built, _in_model(network, one), trained=kind) for one, built in layers]
        )
        for kind in (True, False)
    }
    return Summary(
        network.name,
        tuple(_rows(network, analysis.trace, 0)),
        counts[True],
        counts[False],
        total_of([_weight_bytes(layer, built) for layer, built in layers]),
        total_of(list(_activations(network, analysis.trace))),
        total_of(macs),
        sum(count for count in macs if count is not None),
        trainable_bytes,
        _optimizer_bytes(analysis, trainable_bytes),
    )


def _macs(trace: Trace, application: Application) -> int | None:
    result = trace.results.get(application)
    return None if result is None else macs_of_call(result, trace.weights.get(application[0]))


def _optimizer_bytes(analysis: Analysis, trainable_bytes: int | None) -> int | None:
    """The memory of the optimizer's state: copies of the weights that are trained."""
    compiled = None if analysis.spec is None else analysis.spec.compile
    copies = None
    with suppress(UnknownValueError):
        copies = None if compiled is None else state_copies(compiled.optimizer)
    return None if copies is None or trainable_bytes is None else copies * trainable_bytes


def _activations(network: Network, trace: Trace, *, inside: bool = False) -> Iterator[int | None]:
    """Yield the bytes of each call's output when the network runs, None where unknown: of a nested
    model those of its layers, since its own input and output are the same tensors.
    """
    for application in network.computed:
        result = trace.results.get(application)
        layer = None if result is None else result.node.layer
        if result is None or result.fault is not None:
            yield None
        elif isinstance(layer, Functional):
            value = result.args[0] if result.args else result.kwargs.get("inputs")
            yield from _activations(layer.network, layer.traced(value), inside=True)
        elif not (inside and result.node.is_input):
            yield _activation_bytes(result.output)


def _in_model(network: Network, layer: Layer | None) -> Callable[[Weight], bool]:
    """Predicate of a layer's weights that the model trains."""
    return layer.is_trained if layer is not None and network.trainable else _never


def _by_itself(layer: Layer | None) -> Callable[[Weight], bool]:
    """Predicate of a layer's weights that the layer itself trains: none where it is not trainable,
    even if the model is (as Keras counts).
    """
    if isinstance(layer, Functional):
        return layer.is_trained if layer.network.trainable else _never
    if layer is None:
        return _never
    return lambda weight: layer.trainable and layer.is_trained(weight)


def _never(weight: Weight) -> bool:
    del weight
    return False


def _rows(network: Network, trace: Trace, depth: int) -> list[Row]:
    nodes = [node for node in keras_order(network) if not (network.sequential and node.is_input)]
    fields = receptive_fields(trace)
    return [row_of(node, trace, depth, fields.get((node.name, 0))) for node in nodes]


def row_of(node: Node, trace: Trace, depth: int = 0, field: ReceptiveField | None = None) -> Row:
    """The row of one layer."""
    layer = node.layer
    result = trace.results.get((node.name, 0))
    weights = trace.weights.get(node.name)
    inner: tuple[Row, ...] = ()
    if isinstance(layer, Functional):
        inner = tuple(_rows(layer.network, layer.trace, depth + 1))
    return Row(
        node.name,
        node.class_name,
        [_label(ref.layer, ref.output) for call in node.calls for ref in call.references],
        None if result is None else output_shapes(result, trace),
        None if result is None else _dtypes(result.output),
        _count(weights, _by_itself(layer), trained=True),
        _count(weights, _by_itself(layer), trained=False),
        depth,
        inner,
        node.is_operation,
        node.path,
        total_of([_macs(trace, (node.name, index)) for index in range(len(node.calls))]),
        None if field is None else field.size,
    )


def _label(name: str, output: int) -> str:
    return f"{name}:{output}" if output else name


def _count(
    weights: tuple[Weight, ...] | None, learns: Callable[[Weight], bool], *, trained: bool
) -> int | None:
    with suppress(UnknownValueError):
        if weights is not None:
            counted = (one for one in weights if learns(one) is trained and one.counted)
            return readable(sum(math.prod(dim or 0 for dim in one.shape) for one in counted))
    return None


def shapes_of(structure: Structure) -> object:
    """The shape of a tensor, or those of several in lists or by name."""
    return _each(structure, _sizes)


def output_shapes(result: Result, trace: Trace) -> object:
    """The shapes of a call's output. Sizes behind an invalid layer are called ``?``: Keras would
    know them. Those of a program have names of their own.
    """
    is_known = result.certain or (trace.names is not None and trace.names())
    return _each(result.output, _sizes if is_known else _sizes_known)


def _sizes(x: Tensor) -> list[int | None] | None:
    if x.shape is None:
        return None
    sizes = list(map(readable, x.shape))
    names = x.shape.names if isinstance(x.shape, NamedShape) else ()
    return NamedSizes(sizes, names) if any(names) else sizes


def _sizes_known(x: Tensor) -> list[int | None] | None:
    sizes = _sizes(x)
    if not sizes or isinstance(sizes, NamedSizes):
        return sizes
    return NamedSizes(sizes, (None, *("?" for _ in sizes[1:])))


def _dtypes(output: Structure) -> object:
    return _each(output, lambda x: x.dtype)


def _each(output: Structure, of: Any) -> object:  # noqa: ANN401 - what is asked of each tensor
    if isinstance(output, Tensor):
        return of(output)
    if isinstance(output, dict):
        # In the order in which Keras counts them.
        return {key: _each(output[key], of) for key in sorted(output, key=str)}
    if isinstance(output, list | tuple):
        return [_each(item, of) for item in output]
    return None


def _weight_bytes(
    layer: Layer | None,
    built: tuple[Weight, ...] | None,
    learns: Callable[[Weight], bool] | None = None,
) -> int | None:
    """The memory of its weights, or of those that it learns."""
    if layer is None or built is None:
        return None
    with suppress(UnknownValueError):
        return sum(
            math.prod(dim or 0 for dim in weight.shape)
            * BYTES.get(weight.dtype or layer.variable_dtype, 4)
            for weight in built
            if learns is None or learns(weight)
        )
    return None


def _activation_bytes(output: Structure) -> int | None:
    sizes: list[int | None] = [
        None if x.shape is None or None in x.shape[1:] else _size(x) for x in tensors(output)
    ]
    return total_of(sizes)


def _size(x: Tensor) -> int:
    sizes = [dim or 0 for dim in (x.shape or ())[1:]]
    return math.prod(sizes) * BYTES.get(x.dtype or "float32", 4)
