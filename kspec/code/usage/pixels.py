"""Pixels that are scaled for another network than the one that gets them."""

import ast

from kspec.code.data.pictures import effect_of
from kspec.code.source import Source, argument
from kspec.source.outline import Problems, SyntaxProblem


def pixels_for_another_network(source: Source) -> Problems:
    """Each use of ``preprocess_input`` that has another effect than the one which belongs to the
    networks that the program takes from `keras.applications` with their weights.
    """
    networks = {call: source.keras(call, "applications") or "" for call in source.calls}
    effects = {effect_of(name): name for name in networks.values() if name[:1].isupper()}
    trained = any(name[:1].isupper() and _has_weights(call) for call, name in networks.items())
    if not trained or len(effects) > 1:
        return
    [(effect, network)] = effects.items()
    for node in (*source.of(ast.Name), *source.of(ast.Attribute)):
        parts = (source.imports.dotted(node) or "").split(".")
        if parts[:2] != ["keras", "applications"] or parts[3:] != ["preprocess_input"]:
            continue
        if effect_of(parts[2]) not in {effect, None} and effect is not None:
            yield SyntaxProblem(
                "input-not-normalized",
                f"{network} was trained on pixels of another scale than preprocess_input of "
                f"{parts[2]} gives",
                f"Take the preprocess_input of the module of {network}.",
                source.places.span(node),
            )


def _has_weights(network: ast.Call) -> bool:
    """Whether a network of Keras comes with the weights of ImageNet."""
    weights = argument(network, None, "weights")
    of_imagenet = getattr(weights, "value", None) == "imagenet"
    return of_imagenet or "weights" not in {one.arg for one in network.keywords}
