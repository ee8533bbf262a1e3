"""Layers and scalers that learn from data, in programs that never let them."""

import ast

from kspec.code.names import last_name, words
from kspec.code.source import Source
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
    called = {last_name(one.func) for one in source.calls}
    if called & _SETS_STATE or "fit" not in called or not source.is_plain:
        return
    for call in source.calls:
        name = source.keras(call, "layers")
        if name not in _STATES or len(call.args) > (name != "Discretization"):
            continue
        arguments = {one.arg for one in call.keywords}
        if arguments & {_STATES[name], None} or not _stays(call, source):
            continue
        yield SyntaxProblem(
            "unadapted-layer",
            f"This {name} learns from data before training, and nothing calls its adapt",
            f"Call adapt with the training data first, or give it {_STATES[name]}.",
            source.places.span(call),
        )


def _stays(layer_call: ast.Call, source: Source) -> bool:
    """Whether a layer goes into models alone, and nowhere where it may be adapted."""
    statement = source.parents[layer_call]
    if not isinstance(statement, ast.Assign):
        return _is_of_model(layer_call, source)
    target = statement.targets[0]
    if len(statement.targets) > 1 or not isinstance(target, ast.Name):
        return False
    reads = source.reads.get(target.id, [])
    return bool(reads) and all(_is_of_model(node, source) for node in reads)


def _is_of_model(node: ast.expr, source: Source) -> bool:
    """Whether a layer is called, added to a stack, or stands in a list of layers."""
    parent = source.parents[node]
    if isinstance(parent, ast.Call) and parent.func is not node:
        return isinstance(parent.func, ast.Attribute) and parent.func.attr == "add"
    return isinstance(parent, ast.Call | ast.List)
