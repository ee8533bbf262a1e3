"""Preparation of data: layers that never learn, changes at random, and pixels of another scale."""

import ast

from kspec.code.checks.samples import AS_THEY_ARE, VARIED
from kspec.code.names import last_name, name_of, nodes_in, words
from kspec.code.source import Source, argument, is_true
from kspec.code.usage.origins import steps
from kspec.source.outline import Problems, SyntaxProblem

_STATES = {
    "Discretization": "bin_boundaries",
    "IntegerLookup": "vocabulary",
    "Normalization": "mean",
    "StringLookup": "vocabulary",
    "TextVectorization": "vocabulary",
}
"""The layers with `adapt`, and the argument that gives what they would learn."""
_SETS_STATE = words("adapt load_assets load_model load_weights set_vocabulary set_weights")


def unadapted_layers(source: Source) -> Problems:
    """Each layer that is made without a state, in a program that trains and sets no state."""
    sets_state = any(map(source.calls_of, _SETS_STATE))
    if sets_state or not source.calls_of("fit") or not source.is_plain:
        return
    for call in source.calls:
        name = source.keras(call, "layers")
        if name not in _STATES or len(call.args) > (name != "Discretization"):
            continue
        arguments = {one.arg for one in call.keywords}
        if arguments & {_STATES[name], None} or not _is_for_models(call, source):
            continue
        yield SyntaxProblem(
            "unadapted-layer",
            f"This {name} learns from data before training, and nothing calls its adapt",
            f"Call adapt with the training data first, or give it {_STATES[name]}.",
            source.places.span(call),
        )


def _is_for_models(layer: ast.Call, source: Source) -> bool:
    """Whether a layer, or its variable, is only called, or put among the layers of a model."""
    match source.parents[layer]:
        case ast.Assign([ast.Name(name)]):
            nodes: list[ast.expr] = [*source.reads.get(name, ())]
        case _:
            nodes = [layer]
    parents = [(node, source.parents[node]) for node in nodes]
    return bool(nodes) and all(
        isinstance(one, ast.List)
        or (isinstance(one, ast.Call) and (one.func is node or last_name(one.func) == "add"))
        for node, one in parents
    )


def augmented_validation(source: Source) -> Problems:
    """Each validation data whose images a mapped function changes at random."""
    for fit, _ in source.method_calls("fit", "fit_generator"):
        held_out = argument(fit, None, "validation_data")
        if source.value_of(held_out) is source.value_of(argument(fit, 0, "x")):
            continue
        for step in steps(held_out, source):
            if (name := _changed_at_random(step, source)) is not None:
                yield SyntaxProblem(
                    "augmented_validation",
                    f"{VARIED} ({name})",
                    AS_THEY_ARE,
                    source.places.span(step),
                    ((source.places.span(fit), "validates on them"),),
                )


def _changed_at_random(step: ast.Call, source: Source) -> str | None:
    """Name of what changes images at random in a map of a data set."""
    function = argument(step, 0, "map_func") if last_name(step.func) == "map" else None
    body = source.function(name_of(function)) or function
    for call in nodes_in(body) if body is not None else ():
        name = source.callee(call).rpartition(".")[2]
        if isinstance(call, ast.Call) and name.startswith("random_"):
            return name
        if isinstance(call, ast.Call) and is_true(argument(call, None, "training")):
            layers = source.value_of(call.func)
            for part in nodes_in(layers) if layers is not None else ():
                if (layer := source.keras(part, "layers") or "").startswith("Random"):
                    return layer
    return None


def pixels_for_another_network(source: Source) -> Problems:
    """Each use of ``preprocess_input`` that has another effect than the one which belongs to the
    networks that the program takes from `keras.applications` with their weights.
    """
    from kspec.code.data.pictures import effect_of

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
    weights = [one.value for one in network.keywords if one.arg == "weights"]
    return all(getattr(one, "value", None) == "imagenet" for one in weights)
