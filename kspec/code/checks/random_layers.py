"""Layers with random weights that a training keeps frozen."""

import re

from kspec.code.keras.attributes import LEARNED, SET, Flags, layers_in, layers_of
from kspec.code.keras.values import HANDED, Described, Layer, Model
from kspec.code.names import words
from kspec.code.reader import Reader
from kspec.code.values import List, Place

_OF_WEIGHTS = (
    r"\b(apply_gradients|assign|from_pretrained|get_weights|load_own_variables|load_state_dict|"
    r"load_weights|quick_build|restore|set_state_tree|set_weights)\b"
)
"""Names by which a program gives weights to layers otherwise than by `fit`, or looks at them."""
_FIXED = words("Constant Identity Ones Orthogonal Zeros constant identity ones orthogonal zeros")
"""Initializers of weights that may be meant to stay."""


def check_random(reader: Reader, model: Model, flags: Flags, place: Place) -> None:
    """Report layers that were frozen before any training of them, and got no weights."""
    log = reader.log
    if reader.modules or re.search(_OF_WEIGHTS, log.code):
        return
    models = [model, *(one.model for one in log.phases)]
    if not all(_are_known(reader, one, place) for one in models):
        return
    layers = [(flags[key], one) for key, one in layers_in(reader, model, place) if _learns(one)]
    frozen: dict[Place, list[Layer]] = {}
    for flag, layer in layers:
        at = layer.state.get(SET)
        is_new = LEARNED not in layer.state and layer.place not in log.pretrained
        if flag is False and at is not None and is_new and _is_random(layer):
            frozen.setdefault(at, []).append(layer)
    if not any(flag for flag, _ in layers):
        return  # nothing at all is trained
    for at, ones in frozen.items():
        subject = f"{len(ones)} layers are" if len(ones) > 1 else "A layer is"
        message = f"{subject} frozen with random weights: no training comes before, and nothing "
        message += "loads weights"
        help_ = 'Train the layers, or begin with weights, as of `weights="imagenet"`.'
        log.report("frozen_random", message, at, help_)
        for one in ones:
            one.state[LEARNED] = True  # once is enough


def _are_known(reader: Reader, model: Model, place: Place) -> bool:
    """Whether all layers of a model are known, and no code that kspec does not know had it."""
    layers = layers_of(reader, model, place)
    return (
        isinstance(layers, List)
        and HANDED not in model.state
        and all(
            _are_known(reader, one, place) if isinstance(one, Model) else isinstance(one, Layer)
            for one in layers.items
        )
    )


def _learns(layer: Layer) -> bool:
    """Whether a layer surely has a kernel."""
    return not {"units", "filters"}.isdisjoint(layer.fields)


def _is_random(layer: Layer) -> bool:
    """Whether a layer begins with random weights that nobody chose."""
    initializer = layer.constant("kernel_initializer")
    name = initializer.name if isinstance(initializer, Described) else initializer
    by_chance = name is None or (isinstance(name, str) and name not in _FIXED)
    return by_chance and layer.constant("weights") is None
