"""Fixes of shapes that Keras refuses, where one change makes them fit."""

from collections.abc import Mapping
from math import isqrt
from typing import Any

from kspec.analysis.model import Analysis, Place
from kspec.linter.finding import Edits, Fix
from kspec.linter.join_repair import join_fix
from kspec.linter.layer_fixes import (
    POOLING,
    before,
    put,
    replaced,
    set_field,
    set_shape,
    unsafe,
    unwrapped,
    without,
)
from kspec.linter.state_repair import state_fix
from kspec.spec.layers.models import Functional
from kspec.spec.layers.reshaping import reshaped
from kspec.spec.problem import Problem
from kspec.spec.shapes import Shape
from kspec.spec.training.fit import DEFAULT_BATCH_SIZE

SAMPLES = 100
"""Number of frames above which a shape is no clip: the frames are samples."""


def shape_fix(model: Analysis, problem: Problem) -> Fix | None:
    """Unsafe fix of a problem with the shapes that a layer gets."""
    place = next((one for one in model.places if _is_of(one, problem)), None)
    if place is None or place.layer is None:
        return None
    shapes = [tensor.shape for tensor in place.inputs if tensor.shape is not None]
    repair = REPAIRS.get(problem.kind)
    return None if repair is None or not shapes else repair(model, place, shapes)


def _is_of(place: Place, problem: Problem) -> bool:
    path = place.node.path
    return bool(path) and problem.path[: len(path)] == path


def _of_rank(model: Analysis, place: Place, shapes: list[Shape]) -> Fix | None:
    """Edits that insert a layer that adds the missing axes, or removes those that are too many."""
    node, shape, spec = place.node, shapes[0], getattr(place.layer, "input_spec", None)
    inner = getattr(place.layer, "layer", None)
    if type(place.layer).__name__ == "TimeDistributed" and inner is not None:
        if inner.role == "recurrent":
            return unsafe(unwrapped(model, node))
        ranks = inner.input_spec.ndim or inner.input_spec.min_ndim
        ndim = None if ranks is None else ranks + 1
    else:
        ndim = None if spec is None else spec.ndim or spec.min_ndim
    if ndim is None or not shape:
        return None
    if len(shape) < ndim:
        return unsafe(_with_axes(model, place, shape, ndim))
    if ndim == 2:  # vectors
        return unsafe(before(model, node, {"type": "Flatten"}))
    if len(shape) < 3:  # the batch, the steps and the features
        return None
    return unsafe(_by_step(model, place, shape))


def _with_axes(model: Analysis, place: Place, shape: Shape, ndim: int) -> Edits:
    node, flow = place.node, model.flow_of[id(place.network)]
    source = flow.previous(node)
    if source is not None and source.is_input and len(shape) + 1 == ndim:
        return set_shape(model, source, [*shape[1:], 1])
    if source is not None and source.layer is not None and source.layer.value_effect.flattens:
        return without(model, source)
    size = shape[-1]
    if size is None or None in shape[1:]:
        return None
    side = isqrt(size)
    square = len(shape) == 2 and ndim == 4 and side * side == size
    target = [side, side, 1] if square else [*shape[1:], *[1] * (ndim - len(shape))]
    return before(model, node, {"type": "Reshape", "target_shape": target})


def _by_step(model: Analysis, place: Place, shape: Shape) -> Edits:
    """Edits that apply a layer to each step; or that remove the samples from the input shape."""
    node, flow = place.node, model.flow_of[id(place.network)]
    source, written = flow.previous(node), model.value_at(node.path)
    if place.layer is not None and place.layer.role == "recurrent":
        flat = {"type": "TimeDistributed", "layer": {"type": "Flatten"}}
        return before(model, node, flat)
    if source is not None and source.is_input and (shape[1] or 0) > SAMPLES:
        return set_shape(model, source, shape[2:])
    if not isinstance(written, Mapping):
        return None
    return replaced(model, node, {"type": "TimeDistributed", "layer": dict(written)})


def _of_join(model: Analysis, place: Place, shapes: list[Shape]) -> Fix | None:
    """Fix for branches, states or the input of a nested model."""
    layer = place.layer
    if isinstance(layer, Functional):
        return _of_nested(model, place, shapes)
    if layer is not None and layer.role == "recurrent":
        return state_fix(model, place)
    return join_fix(model, place, shapes)


def _of_nested(model: Analysis, place: Place, shapes: list[Shape]) -> Fix | None:
    """Fix that sets the shape of a nested model's single input to that of its tensor."""
    layer: Any = place.layer
    inputs = [node for node in layer.network.nodes.values() if node.is_input]
    if len(inputs) != 1 or len(shapes) != 1:
        return None
    return unsafe(set_shape(model, inputs[0], shapes[0][1:]))


def _of_count(model: Analysis, place: Place, shapes: list[Shape]) -> Fix | None:
    """Fix that gives one tensor in the place of several: states left out, or all joined."""
    node, flow = place.node, model.flow_of[id(place.network)]
    if place.layer is not None and place.layer.role == "recurrent":
        return state_fix(model, place)
    source = flow.previous(node)
    if source is not None:
        if getattr(source.layer, "return_state", False):
            return unsafe(set_field(model, source, "return_state", value=False))
        if getattr(source.layer, "merge_mode", "concat") is None:
            return unsafe(set_field(model, source, "merge_mode", "concat"))
        return None
    alike = len({shape[:-1] for shape in shapes}) == 1 < len(shapes)
    return unsafe(before(model, node, {"type": "Concatenate"})) if alike else None


def _of_unknown_size(model: Analysis, place: Place, shapes: list[Shape]) -> Fix | None:
    """Fix that sets a mean over axes of any size in the place of the Flatten that joins them."""
    if getattr(place.layer, "stateful", False):
        return _of_state(model, place)
    del shapes
    flow = model.flow_of[id(place.network)]
    for node, layer in flow.chain_back(place.node):
        if type(layer).__name__ == "Flatten":
            pooling = POOLING.get(flow.trace.first_input(node).rank or 0)
            return None if pooling is None else unsafe(replaced(model, node, {"type": pooling}))
    return None


def _of_state(model: Analysis, place: Place) -> Fix | None:
    """Fix that sets the batch size of the training for the input of a stateful layer."""
    source = model.flow_of[id(place.network)].previous(place.node)
    fit = None if model.spec is None else model.spec.fit
    if source is None or not source.is_input:
        return None
    size = (None if fit is None else fit.batch_size) or DEFAULT_BATCH_SIZE
    return unsafe(set_field(model, source, "batch_size", size))


def _of_window(model: Analysis, place: Place, shapes: list[Shape]) -> Fix | None:
    del shapes
    slides = hasattr(place.layer, "padding") and hasattr(place.layer, "strides")
    if slides:
        return unsafe(set_field(model, place.node, "padding", "same"))
    return unsafe(without(model, place.node))


def _of_reshape(model: Analysis, place: Place, shapes: list[Shape]) -> Fix | None:
    del model
    target = reshaped(shapes[0], getattr(place.layer, "target_shape", ()))
    return None if target is None else put(place.node.field("target_shape"), target)


def _of_groups(model: Analysis, place: Place, shapes: list[Shape]) -> Fix | None:
    del model
    groups, channels = getattr(place.layer, "groups", None), shapes[0][-1]
    if not isinstance(groups, int) or channels is None:
        return None
    filters = getattr(place.layer, "filters", channels)
    fitting = (count for count in range(groups, 0, -1) if channels % count == 0 == filters % count)
    return put(place.node.field("groups"), next(fitting, 1))


REPAIRS = {
    "input_rank": _of_rank,
    "incompatible_shapes": _of_join,
    "input_count": _of_count,
    "unknown_dimension": _of_unknown_size,
    "window_exceeds_input": _of_window,
    "impossible_reshape": _of_reshape,
    "indivisible_groups": _of_groups,
}
