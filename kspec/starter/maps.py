"""Convolutions on smaller and smaller maps, and back to the size of the image."""

from typing import Any

from kspec.starter.encoders import LEAST, POINTS, Layers
from kspec.starter.facts import Input
from kspec.starter.sizes import Size

DEEPEST = 2
"""Largest number of times that a map is halved."""


def down_and_up(feed: Input, size: Size, *, across: bool) -> Layers:
    """Layers that halve maps as far as their sides can be, and bring them back; with ``across``
    each is joined to the one of its size on the way down, as in a U-Net.
    """
    rank, depth = POINTS[feed.kind], _depth(feed)
    layers = [_block(rank, size.filters)]
    for level in range(1, depth + 1):
        if across:
            layers[-1] = {**layers[-1], "name": f"down_{level - 1}"}
        layers += [{"type": f"MaxPooling{rank}D"}, _block(rank, size.filters << level)]
    for level in reversed(range(depth)):
        if across:
            layers += [
                {"type": f"UpSampling{rank}D", "name": f"up_{level}"},
                {"type": "Concatenate", "inputs": [f"up_{level}", f"down_{level}"]},
            ]
        else:
            layers.append({"type": f"UpSampling{rank}D"})
        layers.append(_block(rank, size.filters << level))
    return layers


def _depth(feed: Input) -> int:
    """Number of times that the sides can be halved without a remainder."""
    sides = list(feed.shape[:-1])
    depth = 0
    while depth < DEEPEST and all(side and side % 2 == 0 and side >= LEAST for side in sides):
        depth += 1
        sides = [side and side // 2 for side in sides]
    return depth


def _block(rank: int, filters: int) -> dict[str, Any]:
    return {
        "type": f"Conv{rank}D",
        "filters": filters,
        "kernel_size": 3,
        "padding": "same",
        "activation": "relu",
    }
