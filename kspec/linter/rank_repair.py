"""An output with other axes than its target: which layer to change, in words and as a fix."""

from collections.abc import Iterator
from math import prod

from kspec.analysis.flow import Flow
from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Output
from kspec.analysis.verdicts.kinds import loss_kind
from kspec.linter.finding import Edits, Fix
from kspec.linter.head_fixes import set_activation
from kspec.linter.layer_fixes import (
    POOLING,
    after,
    before,
    replaced,
    set_field,
    set_inside,
    unsafe,
    unwrapped,
    without,
)
from kspec.named_tuple import NamedTuple
from kspec.spec.layers.base import Layer
from kspec.spec.network import Node
from kspec.spec.shapes import Shape, show

EACH = "return_sequences"
BY_STEP = frozenset(("activation", "dropout", "neutral", "normalization"))


class Repair(NamedTuple):
    """Advice, the fix that does it where there is one way, and the layer where it does."""

    help: str
    fix: Fix | None = None
    node: Node | None = None


FEWER = Repair("Put Flatten or a global pooling layer before it.")
MORE = Repair('Keep the axes: "return_sequences" in recurrent layers, no Flatten or pooling.')


def rank_repair(model: Analysis, output: Output, *, few: bool) -> Repair:
    """Repair that gives an output the axes of its target; it has too ``few``, or too many."""
    node = output.head.trail.source or output.head.producer
    flow = next((one for one in model.flows if node in one.network.nodes.values()), None)
    if node is None or node.layer is None or flow is None:
        return MORE if few else FEWER
    target, shape = output.target.shape, output.head.shape
    alike = target is not None and shape is not None and len(target) + 1 == len(shape)
    if few and alike and target and shape and loss_kind(output) != "sparse":
        return _resized(model, output, target, shape[1:], flow)
    if few and target and len(target) == PLANE and shape and len(shape) == PLANE:
        *_, (first, _) = _back(flow, node)
        steps = (flow.trace.first_input(first).shape or ())[1:2]
        more = _more(model, flow, node)
        return (
            (more if steps in {(None,), target[:1]} else None)
            or _in_rows(model, output, target, flow)
            or more
            or MORE
        )
    repair = _more(model, flow, node) if few else _fewer(model, output, flow, node)
    return repair or (MORE if few else FEWER)


def _fewer(model: Analysis, output: Output, flow: Flow, node: Node) -> Repair | None:
    """Repair to one vector for each sample: the last step alone, or all positions pooled."""
    memory = _last_of_steps(flow, node)
    if memory is not None:
        passed = [one for one, layer in _back(flow, node) if layer.role == "wrapper"]
        wrappers = [one for one in passed if one is not memory]
        also = "".join(f', and the TimeDistributed around "{one.name}"' for one in wrappers)
        fix = unsafe(
            _set_steps(model, memory, every=False), *(unwrapped(model, one) for one in wrappers)
        )
        return Repair(f'Remove "return_sequences" from "{memory.name}"{also}.', fix, memory)
    layer, tensor = node.layer, flow.trace.first_input(node)
    pooling = POOLING.get(tensor.rank or 0)
    if layer is None or pooling is None:
        return None
    if not layer.value_effect.on_last_axis:
        dense = "and a Dense layer with the units and the activation of the answer"
        last = output.head.producer or node
        put = replaced if last.layer is not None and last.layer.role == "pooling" else after
        fix = unsafe(put(model, last, {"type": pooling}))
        return Repair(f"Put {pooling} after it, {dense}.", fix)
    flat = None not in (tensor.shape or (None, None))[1:]
    kind = "Flatten" if flat else pooling
    first = _first_on_maps(flow, node)
    fix = unsafe(before(model, first, {"type": kind}))
    return Repair(f'Put {kind} before "{first.name}".', fix, first)


def _first_on_maps(flow: Flow, node: Node) -> Node:
    """The first of the layers up to one that take each position by itself."""
    for one, layer in flow.chain_back(node):
        if layer.value_effect.on_last_axis:
            node = one
        elif layer.role not in BY_STEP:
            break
    return node


def _set_steps(model: Analysis, node: Node, *, every: bool) -> Edits:
    """Edits that make a recurrent layer, or that in a wrapper, return every step or the last."""
    put = set_field if getattr(node.layer, "layer", None) is None else set_inside
    return put(model, node, EACH, every)


def _last_of_steps(flow: Flow, node: Node) -> Node | None:
    """Recurrent layer with all steps, each of which the layers behind process separately."""
    for one, layer in _back(flow, node):
        if getattr(layer, EACH, False) or getattr(getattr(layer, "layer", None), EACH, False):
            return one
        by_step = layer.value_effect.on_last_axis or layer.role in BY_STEP | {"wrapper"}
        if not by_step:
            return None
    return None


def _back(flow: Flow, node: Node) -> Iterator[tuple[Node, Layer]]:
    """The layer that decides and those before it, up to the last recurrent one."""
    if node.layer is None:
        return
    for one, layer in ((node, node.layer), *flow.chain_back(node)):
        yield one, layer
        inner = getattr(layer, "layer", None)
        if layer.role == "recurrent" or hasattr(inner, EACH):
            return


def _more(model: Analysis, flow: Flow, node: Node) -> Repair | None:
    """Repair to one vector for each position: the last layer that reduces a sample to one stops."""
    layers = () if node.layer is None else ((node, node.layer), *flow.chain_back(node))
    for one, layer in layers:
        inner = getattr(layer, "layer", None) or layer
        if EACH in type(inner).model_fields:
            if getattr(inner, EACH, True):
                return None
            fix = unsafe(_set_steps(model, one, every=True))
            return Repair(f'Set "return_sequences" to true in "{one.name}".', fix, one)
        if layer.value_effect.flattens or layer.role == "global_pooling":
            fix = unsafe(without(model, one))
            return Repair(f'Take "{one.name}" out: it leaves one vector.', fix, one)
    return None


def _in_rows(model: Analysis, output: Output, target: Shape, flow: Flow) -> Repair | None:
    """All values of a target from one vector, and their axes by a Reshape."""
    node, last, sizes = output.head.trail.source, output.head.producer, list(target)
    if node is None or last is None or None in sizes or not hasattr(node.layer, "units"):
        return None
    count = prod(size or 0 for size in sizes)
    changes = [set_field(model, node, "units", count)]
    if output.head.activation == "softmax":  # the classes are along the last axis of a target
        changes.append(set_activation(model, output, "linear"))
    if (flow.trace.first_input(node).rank or 0) > PLANE:
        memory = _last_of_steps(flow, node)
        vector = before(model, node, {"type": "Flatten"})
        changes.append(vector if memory is None else _set_steps(model, memory, every=False))
    changes.append(after(model, last, {"type": "Reshape", "target_shape": sizes}))
    help_ = (
        f'Give "{node.name}" {count} units on one vector, and put a Reshape to {sizes} after it.'
    )
    return Repair(help_, unsafe(*changes))


def _resized(model: Analysis, output: Output, target: Shape, shape: Shape, flow: Flow) -> Repair:
    """Repair to the number of positions that the target has."""
    node, places = output.head.producer, list(zip(shape, target, strict=True))[:-1]
    if len(shape) == PLANE and node is not None:
        for one, layer in flow.chain_back(node):
            if type(layer).__name__ == "RepeatVector" and target[0]:
                fix = unsafe(set_field(model, one, "n", target[0]))
                return Repair(f'Set "n" of "{one.name}" to {target[0]}.', fix)
        in_rows = _in_rows(model, output, target, flow)
        if in_rows is not None:
            return in_rows
    if len(shape) != IMAGES:
        return Repair(
            f"Make the output {show((None, *target))}: as many steps as the target has, by "
            "strides, pooling and RepeatVector."
        )
    help_ = (
        f'Make the output {show((None, *target))}: "padding": "same" in the convolutions, as much '
        "upsampling as pooling, and Cropping2D or ZeroPadding2D for what is left."
    )
    sizes = _resizing([(a, b) for a, b in places if a and b])
    if node is None or sizes is None or shape[-1] != target[-1] or len(places) != PLANE:
        return Repair(help_)
    return Repair(help_, unsafe(after(model, node, sizes)))


IMAGES = 3
PLANE = 2


def _resizing(places: list[tuple[int, int]]) -> dict[str, object] | None:
    """The layer that makes maps of one size of those of another."""
    if len(places) != PLANE:
        return None
    if all(want % got == 0 for got, want in places):
        return {"type": "UpSampling2D", "size": [want // got for got, want in places]}
    apart = [want - got for got, want in places]
    borders = [[abs(one) // 2, abs(one) - abs(one) // 2] for one in apart]
    if all(one <= 0 for one in apart):
        return {"type": "Cropping2D", "cropping": borders}
    if all(one >= 0 for one in apart):
        return {"type": "ZeroPadding2D", "padding": borders}
    return None
