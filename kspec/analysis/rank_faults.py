"""Layers with an input of the wrong rank: the cause before them, or advice."""

from kspec.analysis.flow import HEADWARD, Flow
from kspec.spec.layers.base import Layer
from kspec.spec.network import Node
from kspec.spec.problem import Fault, Problem, Related
from kspec.spec.propagation import Result
from kspec.spec.shapes import Shape, show, tensors

VECTORS = 2
"""The rank of a batch of vectors."""


def cause(flow: Flow, result: Result, fault: Fault) -> Problem | None:
    """The problem elsewhere that a wrong rank follows from, where it is known."""
    if fault.kind != "input_rank":
        return None
    return _last_step(flow, result) or _batch_in_shape(flow, result, fault)


def advice(flow: Flow, result: Result) -> str:
    """Advice for a wrong rank; empty where its cause is unknown."""
    shape, layer = _input_shape(result), result.node.layer
    if shape is None or layer is None:
        return "Put a Reshape before it."
    if len(shape) > _needed_rank(layer, shape):
        return _of_too_many(flow, result.node, layer, shape)
    turned = _turned_by(flow, result.node, shape)
    if turned is not None:
        node, before = turned
        return (
            f'"{node.name}" makes {show(shape)} of {show(before)}: put this layer before it, '
            "or a Reshape between them."
        )
    return _of_too_few(flow, result.node, layer, shape)


def _input_shape(result: Result) -> Shape | None:
    args = list(tensors(result.args))
    return args[0].shape if len(args) == 1 else None


def _needed_rank(layer: Layer, shape: Shape) -> int:
    spec = layer.input_spec
    if spec.ndim is not None:
        return spec.ndim
    return spec.min_ndim if len(shape) < spec.min_ndim else spec.max_ndim or len(shape)


def _turned_by(flow: Flow, node: Node, shape: Shape) -> tuple[Node, Shape] | None:
    """The layer before that last made the rank smaller, and the shape that it got."""
    for source, _ in flow.chain_back(node):
        result = flow.trace.results.get((source.name, 0))
        before = None if source.is_input or result is None else _input_shape(result)
        if before is None or len(before) < len(shape):
            return None
        if len(before) > len(shape):
            return source, before
    return None


def _of_too_few(flow: Flow, node: Node, layer: Layer, shape: Shape) -> str:
    missing = _needed_rank(layer, shape) - len(shape)
    source = flow.previous(node)
    if missing == 1 and source is not None and source.is_input:
        longer = ", ".join("null" if dim is None else str(dim) for dim in (*shape[1:], 1))
        return (
            f'For one value at each place write "shape": [{longer}], and give the data this axis.'
        )
    return "Put a Reshape before it."


def _of_too_many(flow: Flow, node: Node, layer: Layer, shape: Shape) -> str:
    for source, before in flow.chain_back(node):
        if before.role == "recurrent" and _needed_rank(layer, shape) == VECTORS:
            return f'Set "return_sequences": false on "{source.name}".'
        if before.role not in HEADWARD:
            break
    if _needed_rank(layer, shape) == VECTORS:
        return "Put Flatten or a global pooling layer before it."
    if layer.role == "recurrent":
        return "Make one vector of each step first: Flatten or a pooling inside TimeDistributed."
    first = flow.previous(node)
    if first is not None and first.is_input and shape[1] is not None:
        return (
            f"Where {shape[1]} counts the samples, leave it out; where it counts steps, wrap the "
            "layer in TimeDistributed."
        )
    return "Wrap it in TimeDistributed to apply it to each step."


def _last_step(flow: Flow, result: Result) -> Problem | None:
    """A recurrent layer before that gives only its last step."""
    shape = _input_shape(result)
    if shape is None or len(shape) != VECTORS:
        return None
    for source, layer in flow.chain_back(result.node):
        inside = getattr(layer, "layer", None)  # fields of Bidirectional
        recurrent = layer if inside is None else inside
        if recurrent.role == "recurrent" and not getattr(recurrent, "return_sequences", True):
            where = source.field() if inside is None else source.field("layer")
            return Problem(
                "missing_return_sequences",
                where,
                f'"{source.name}" gives its last step only, '
                f'and "{result.node.name}" takes sequences',
                help=f'Set "return_sequences": true on "{source.name}".',
                related=(Related(result.node.path, "takes sequences"),),
            )
        if layer.role not in HEADWARD:
            return None
    return None


def _batch_in_shape(flow: Flow, result: Result, fault: Fault) -> Problem | None:
    """An input with the batch in its shape: one dimension too many."""
    layer, rank_shape = result.node.layer, _input_shape(result)
    source = flow.previous(result.node)
    if layer is None or rank_shape is None or source is None or not source.is_input:
        return None
    shape = getattr(source.layer, "shape", None)
    if not shape or shape[0] is not None or len(rank_shape) != _needed_rank(layer, rank_shape) + 1:
        return None
    return Problem(
        "batch_in_shape",
        source.field("shape"),
        f'The shape of "{source.name}" begins with the batch, which Keras adds itself',
        help="Leave out the first dimension.",
        related=(Related(result.node.path, fault.message),),
        suggestion=f"[{', '.join('null' if dim is None else str(dim) for dim in shape[1:])}]",
    )
