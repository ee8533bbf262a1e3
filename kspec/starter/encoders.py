"""The layers that make a vector of each kind of input."""

from collections.abc import Callable, Mapping
from typing import Any

from kspec.starter.facts import Input
from kspec.starter.sizes import Size

Layers = list[dict[str, Any]]

MOST_WORDS = 10_000
MOST_LABELS = 1_000
LONGEST = 200
"""Words of a text that are read."""
LEAST = 8
"""Rows and columns of a map that are worth halving."""
DEEPEST = 3
POINTS = {"sequence": 1, "image": 2, "volume": 3}
BYTE = 255


def encoder(feed: Input, size: Size) -> Layers:
    """The layers of an input, from its samples to ``(batch, features)``."""
    return ENCODERS[feed.kind](feed, size)


def pixels(feed: Input) -> Layers:
    """Layers that scale the values of an image to 1; none where they are small already."""
    if feed.high is None or feed.high > 1:
        high = BYTE if feed.high is None else max(feed.high, 1)
        return [{"type": "Rescaling", "scale": float(f"{1 / high:.6g}")}]
    return []


def _numbers(_: Input, __: Size) -> Layers:
    return [{"type": "Normalization"}]


def _sequence(_: Input, size: Size) -> Layers:
    return [{"type": "Normalization"}, {"type": "LSTM", "units": size.units}]


def _image(feed: Input, size: Size) -> Layers:
    layers = pixels(feed)
    sides = [side for side in feed.shape[:-1] if side is not None]
    rank = POINTS[feed.kind]
    for depth in range(DEEPEST):
        convolution = {
            "type": f"Conv{rank}D",
            "filters": size.filters << depth,
            "kernel_size": 3,
            "padding": "same",
            "activation": "relu",
        }
        layers.append(convolution)
        if depth + 1 == DEEPEST or min(sides, default=LEAST << DEEPEST) < LEAST:
            break
        layers.append({"type": f"MaxPooling{rank}D"})
        sides = [side // 2 for side in sides]
    return [*layers, {"type": f"GlobalAveragePooling{rank}D"}]


def _category(feed: Input, _: Size) -> Layers:
    return [{"type": "StringLookup", "vocabulary": list(feed.words), "output_mode": "one_hot"}]


def _label(_: Input, __: Size) -> Layers:
    return [
        {"type": "StringLookup", "max_tokens": MOST_LABELS},
        {"type": "Embedding", "input_dim": MOST_LABELS, "output_dim": 8},
        {"type": "Flatten"},
    ]


def _text(feed: Input, size: Size) -> Layers:
    return [
        {
            "type": "TextVectorization",
            "max_tokens": MOST_WORDS,
            "output_sequence_length": min(max(feed.length, 1), LONGEST),
        },
        {"type": "Embedding", "input_dim": MOST_WORDS, "output_dim": size.units},
        {"type": "GlobalAveragePooling1D"},
    ]


ENCODERS: Mapping[str, Callable[[Input, Size], Layers]] = {
    "numbers": _numbers,
    "sequence": _sequence,
    "image": _image,
    "volume": _image,
    "category": _category,
    "label": _label,
    "text": _text,
}
