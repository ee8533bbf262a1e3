"""What Keras refuses of shapes: the change that makes them fit, where one is at hand."""

from __future__ import annotations

from collections.abc import Mapping
from math import isqrt
from typing import TYPE_CHECKING, Any

from kspec.linter.layer_fixes import before, put, replaced, set_field, unsafe, without
from kspec.spec.layers.reshaping import reshaped

if TYPE_CHECKING:
    from kspec.analysis.model import Analysis, Place
    from kspec.linter.finding import Edits, Fix
    from kspec.spec.problem import Problem
    from kspec.spec.shapes import Shape

SAMPLES = 100
"""More than so many frames are no clip: they count the samples."""


def shape_fix(model: Analysis, problem: Problem) -> Fix | None:
    """The unsafe fix for a problem with the shapes that a layer gets."""
    place = next((one for one in model.places if _is_of(one, problem)), None)
    if place is None or place.layer is None:
        return None
    given = [tensor.shape for tensor in place.inputs if tensor.shape is not None]
    repair = REPAIRS.get(problem.kind)
    return None if repair is None or not given else repair(model, place, given)


def _is_of(place: Place, problem: Problem) -> bool:
    path = place.node.path
    return bool(path) and problem.path[: len(path)] == path


def _of_rank(model: Analysis, place: Place, given: list[Shape]) -> Fix | None:
    """A layer before it that gives the axes that are missing, or takes those away that are too
    many.
    """
    node, shape = place.node, given[0]
    spec = place.layer.input_spec if place.layer is not None else None
    wanted = None if spec is None else spec.ndim or spec.min_ndim
    if wanted is None:
        return None
    if len(shape) < wanted:
        return unsafe("", _with_axes(model, place, shape, wanted))
    if wanted == 2:  # vectors
        return unsafe("", before(model, node, {"type": "Flatten"}))
    return unsafe("", _by_step(model, place, shape))


def _with_axes(model: Analysis, place: Place, shape: Shape, wanted: int) -> Edits:
    node, flow = place.node, model.flow_of[id(place.network)]
    source = flow.previous(node)
    if source is not None and source.is_input and len(shape) + 1 == wanted:
        return set_field(model, source, "shape", [*shape[1:], 1])
    if source is not None and source.layer is not None and source.layer.value_effect.flattens:
        return without(model, source)
    size = shape[-1]
    if size is None or None in shape[1:]:
        return None
    side = isqrt(size)
    square = len(shape) == 2 and wanted == 4 and side * side == size
    target = [side, side, 1] if square else [*shape[1:], *[1] * (wanted - len(shape))]
    return before(model, node, {"type": "Reshape", "target_shape": target})


def _by_step(model: Analysis, place: Place, shape: Shape) -> Edits:
    """The layer for each step by itself; the samples left out of the shape of the input."""
    node, flow = place.node, model.flow_of[id(place.network)]
    source, written = flow.previous(node), None
    if model.spec is not None:
        written = model.spec.value_at(node.path)
    if place.layer is not None and place.layer.role == "recurrent":
        flat = {"type": "TimeDistributed", "layer": {"type": "Flatten"}}
        return before(model, node, flat)
    if source is not None and source.is_input and (shape[1] or 0) > SAMPLES:
        return set_field(model, source, "shape", list(shape[2:]))
    if not isinstance(written, Mapping):
        return None
    return replaced(model, node, {"type": "TimeDistributed", "layer": dict(written)})


def _of_join(model: Analysis, place: Place, given: list[Shape]) -> Fix | None:
    """The axis along which the inputs can be joined, where there is one."""
    layer: Any = place.layer
    axis = getattr(layer, "axis", None)
    if type(layer).__name__ != "Concatenate" or len({len(shape) for shape in given}) != 1:
        return None
    apart = {
        index
        for index, sizes in enumerate(zip(*given, strict=True))
        if len({size for size in sizes if size is not None}) > 1
    }
    if len(apart) != 1 or 0 in apart:
        return None
    (found,) = apart
    wanted = -1 if found == len(given[0]) - 1 else found
    return None if wanted == axis else unsafe("", set_field(model, place.node, "axis", wanted))


def _of_window(model: Analysis, place: Place, given: list[Shape]) -> Fix | None:
    del given
    slides = hasattr(place.layer, "padding") and hasattr(place.layer, "strides")
    if slides:
        return unsafe("", set_field(model, place.node, "padding", "same"))
    return unsafe("", without(model, place.node))


def _of_reshape(model: Analysis, place: Place, given: list[Shape]) -> Fix | None:
    del model
    target = reshaped(given[0], getattr(place.layer, "target_shape", ()))
    return None if target is None else put(place.node.field("target_shape"), target)


def _of_groups(model: Analysis, place: Place, given: list[Shape]) -> Fix | None:
    del model
    groups, channels = getattr(place.layer, "groups", None), given[0][-1]
    if not isinstance(groups, int) or channels is None:
        return None
    filters = getattr(place.layer, "filters", channels)
    fitting = (count for count in range(groups, 0, -1) if channels % count == 0 == filters % count)
    return put(place.node.field("groups"), next(fitting, 1))


REPAIRS = {
    "input_rank": _of_rank,
    "incompatible_shapes": _of_join,
    "window_exceeds_input": _of_window,
    "impossible_reshape": _of_reshape,
    "indivisible_groups": _of_groups,
}
