"""Branches of different shapes: the layer on one of them that makes it fit the others."""

from typing import Any

from kspec.analysis.model import Analysis, Place
from kspec.linter.finding import Fix
from kspec.linter.layer_fixes import POOLING, on_way, set_field, unsafe
from kspec.spec.shapes import Shape

Added = tuple[int, dict[str, object]] | None
"""The index of an input, and the layer on the way from it."""

IMAGES = 4
STEPS = 1
"""The axis along which query and value may differ."""


def join_fix(model: Analysis, place: Place, shapes: list[Shape]) -> Fix | None:
    """Fix that adds a layer on one branch, or sets the axis along which all can be joined."""
    layer: Any = place.layer
    axis = getattr(layer, "axis", None) if type(layer).__name__ == "Concatenate" else None
    ranks = {len(shape) for shape in shapes}
    if len(shapes) < 2 or (len(ranks) > 1 and axis is None):
        return None
    if len(ranks) > 1:
        return _on_way(model, place, _of_ranks(shapes))
    first = model.flow_of[id(place.network)].data_formats == {"channels_first"}
    free = axis if axis is not None else None if layer.role == "merge" else STEPS
    added, axis_apart = _of_sizes(shapes, free, joins=axis is not None, first=first), _axis(shapes)
    if added is not None or axis is None:
        return _on_way(model, place, added)
    if axis_apart is not None:
        return unsafe(set_field(model, place.node, "axis", axis_apart))
    flat = max(ranks) > 2 and axis in {1, -1}
    return _on_way(model, place, (0, {"type": "Flatten"}) if flat else None)


def _on_way(model: Analysis, place: Place, added: Added) -> Fix | None:
    return None if added is None else unsafe(on_way(model, place.node, *added))


def _of_ranks(shapes: list[Shape]) -> Added:
    """Layer that pools a branch to one vector per sample where another branch has one, or that
    gives plain numbers an axis.
    """
    low = min(map(len, shapes))
    for index, shape in enumerate(shapes):
        if low == 1 == len(shape):
            return index, {"type": "Reshape", "target_shape": [1]}
        if low == 2 < len(shape) and len(shape) in POOLING:
            return index, {"type": POOLING[len(shape)]}
    return None


def _of_sizes(shapes: list[Shape], free: int | None, *, joins: bool, first: bool) -> Added:
    """Layer that equalizes features or the size of maps; the axis ``free`` may differ."""
    apart, rank = _apart(shapes), len(shapes[0])
    apart -= set() if free is None else {free % rank}
    if apart == {rank - 1} and not joins:
        return _projected(shapes, rank)
    places = range(2, rank) if first else range(1, rank - 1)
    if apart and apart <= set(places) and (rank == IMAGES or not joins):
        return _resized(shapes, places, "channels_first" if first else None)
    return None


def _apart(shapes: list[Shape]) -> set[int]:
    """Axes along which known sizes differ; a size of 1 broadcasts."""
    columns = enumerate(zip(*shapes, strict=True))
    return {index for index, sizes in columns if len(set(sizes) - {None, 1}) > 1}


def _projected(shapes: list[Shape], rank: int) -> Added:
    """Layer that projects to the features of the widest branch."""
    widths = [shape[-1] or 0 for shape in shapes]
    most = max(widths)
    index = next(index for index, width in enumerate(widths) if 1 < width < most)
    if rank < IMAGES:
        return index, {"type": "Dense", "units": most}
    if rank == IMAGES:
        return index, {"type": "Conv2D", "filters": most, "kernel_size": 1}
    return None


def _resized(shapes: list[Shape], places: range, data_format: str | None) -> Added:
    """Larger maps pooled where the sizes divide; else smaller ones with zeros around them."""
    sizes = [[shape[place] or 0 for place in places] for shape in shapes]
    large, small = max(sizes), min(sizes)
    if not all(low <= high for low, high in zip(small, large, strict=True)) or 0 in small:
        return None
    pairs, kind = list(zip(small, large, strict=True)), f"{len(places)}D"
    alone, layer = len(places) == 1, {} if data_format is None else {"data_format": data_format}
    if all(high % low == 0 for low, high in pairs):
        ratios = [high // low for low, high in pairs]
        pool_size = ratios[0] if alone else ratios
        return sizes.index(large), {"type": f"MaxPooling{kind}", "pool_size": pool_size, **layer}
    apart = [high - low for low, high in pairs]
    borders = [[size // 2, size - size // 2] for size in apart]
    padding = borders[0] if alone else borders
    return sizes.index(small), {"type": f"ZeroPadding{kind}", "padding": padding, **layer}


def _axis(shapes: list[Shape]) -> int | None:
    """The only axis along which the branches differ."""
    apart = {
        index
        for index, sizes in enumerate(zip(*shapes, strict=True))
        if len({size for size in sizes if size is not None}) > 1
    }
    if len(apart) != 1 or 0 in apart:
        return None
    (position,) = apart
    return -1 if position == len(shapes[0]) - 1 else position
