"""Networks: inputs and a task to the ``inputs`` and ``layers`` of a spec."""

from typing import Any

from kspec.starter.encoders import LEAST, POINTS, Layers, encoder, pixels
from kspec.starter.facts import COPYING, Facts, Input, StarterError, Target
from kspec.starter.heads import Head, head
from kspec.starter.sizes import Size

TEXTS = frozenset(("category", "label", "text"))
NARROW = 4
"""Factor by which the middle of an autoencoder has fewer numbers."""


def network(facts: Facts, size: Size) -> tuple[dict[str, Any], Head]:
    """``inputs`` and ``layers``, and the head that the loss has to fit."""
    if len(facts.inputs) > 1:
        return _several(facts, size)
    (feeds,) = facts.inputs
    if facts.task == COPYING:
        layers, end = _autoencoder(feeds, facts.target, size)
    elif facts.task in {"sequence_labeling", "segmentation"}:
        end = head(facts.task, facts.target)
        layers = _per_step(feeds, size, end, facts.task)
    else:
        end = head(facts.task, facts.target)
        layers = [*encoder(feeds, size), *_trunk(feeds.kind, size), *_end(end)]
    return {"inputs": _input(feeds), "layers": layers}, end


def _input(feed: Input) -> dict[str, Any]:
    fields: dict[str, Any] = {"shape": list(feed.shape)}
    return {**fields, "dtype": "string"} if feed.kind in TEXTS else fields


def _several(facts: Facts, size: Size) -> tuple[dict[str, Any], Head]:
    """A branch for each input, and their vectors side by side."""
    layers: Layers = []
    outputs = []
    for feed in facts.inputs:
        branch = [dict(layer) for layer in encoder(feed, size)]
        branch[0] = {"type": branch[0].pop("type"), "inputs": [feed.name], **branch[0]}
        outputs.append(f"{feed.name}_features")
        branch[-1] = {"type": branch[-1].pop("type"), "name": outputs[-1], **branch[-1]}
        layers += branch
    end = head(facts.task, facts.target)
    joined = {"type": "Concatenate", "name": "features", "inputs": outputs}
    layers += [joined, *_trunk("numbers", size), *_end(end)]
    return {"inputs": {feed.name: _input(feed) for feed in facts.inputs}, "layers": layers}, end


def _trunk(kind: str, size: Size) -> Layers:
    """Dense layers; one is enough behind layers that extract features."""
    widths = size.hidden if kind == "numbers" else size.hidden[-1:]
    layers: Layers = []
    for units in widths:
        layers.append({"type": "Dense", "units": units, "activation": "relu"})
        layers.append({"type": "Dropout", "rate": size.dropout})
    return layers


def _end(end: Head) -> Layers:
    return [{"type": "Dense", "units": end.units, **end.ending}, *end.after]


def _per_step(feed: Input, size: Size, end: Head, task: str) -> Layers:
    """An answer for every step of a sequence, or every pixel of an image."""
    if task == "sequence_labeling" and feed.kind == "sequence":
        reader = {
            "type": "Bidirectional",
            "layer": {"type": "LSTM", "units": size.units, "return_sequences": True},
        }
        return [{"type": "Normalization"}, reader, *_end(end)]
    if task == "segmentation" and feed.kind in {"image", "volume"}:
        rank = POINTS[feed.kind]
        last = {"type": f"Conv{rank}D", "filters": end.units, "kernel_size": 1, **end.ending}
        return [*pixels(feed), *down_and_up(feed, size, across=True), last]
    expected = "sequences (steps, features)" if task == "sequence_labeling" else "images"
    raise StarterError(f"{task} needs {expected}, and a sample has the shape {list(feed.shape)}.")


def _autoencoder(feed: Input, target: Target, size: Size) -> tuple[Layers, Head]:
    """Layers that reproduce the input through fewer numbers."""
    metrics = ("mean_absolute_error",)
    if feed.kind in {"image", "volume"}:
        end = Head(feed.shape[-1] or 1, None, "mean_squared_error", metrics)
        rank = POINTS[feed.kind]
        last = {"type": f"Conv{rank}D", "filters": end.units, "kernel_size": 3, "padding": "same"}
        if feed.high is None or feed.high <= 1:
            return [*down_and_up(feed, size, across=False), last], end
        back = {"type": "Rescaling", "scale": feed.high}
        return [*pixels(feed), *down_and_up(feed, size, across=False), last, back], end
    width = feed.shape[-1]
    if feed.kind != "numbers" or width is None:
        raise StarterError("An autoencoder is started for numbers and for images only.")
    after = head("regression", target).after
    end = Head(width, None, "mean_squared_error", metrics)
    wide, narrow = size.hidden[0], max(1, width // NARROW)
    relu = {"activation": "relu"}
    return [
        *(encoder(feed, size) if after else ()),
        {"type": "Dense", "units": wide, **relu},
        {"type": "Dense", "units": narrow, **(relu if narrow > 1 else {})},  # one might stay at 0
        {"type": "Dense", "units": wide, **relu},
        {"type": "Dense", "units": width},
        *after,
    ], end


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
