"""Layers and scalers that learn from data, in programs that never let them."""

import ast
from collections.abc import Mapping

from kspec.code.names import last_name, name_of, receiver_of, words
from kspec.code.program import Models
from kspec.code.source import Source, argument
from kspec.code.usage.scaling import SCALERS, is_scaler
from kspec.code.usage.splits import split_parts
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


def unfitted_scalers(source: Source) -> Problems:
    """The use of each scaler that nothing fits, which raises."""
    for name, statements in source.assigned.items() if source.is_plain else ():
        call = statements[0].value
        uses = [source.parents[one] for one in source.reads.get(name, ())]
        methods = {getattr(one, "attr", "") for one in uses}
        if (
            source.callee(call) in SCALERS
            and source.is_bound_once(name)
            and methods
            and methods <= _APPLIES
        ):
            yield SyntaxProblem(
                "unadapted-layer",
                f"`{name}` is never fitted, and its `{min(methods)}` raises",
                "Call the scaler that was fitted on this data.",
                source.places.span(uses[0]),
                ((source.places.span(statements[0]), "not fitted"),),
            )


def other_scalers(source: Source, models: Models) -> Problems:
    """The scaling back of predictions by another scaler than that of the model's targets."""
    names, parts = {model.name for model in models}, split_parts(source)
    fits = [(name_of(one), argument(fit, 1, "y")) for fit, one in source.method_calls("fit")]
    for call, receiver in source.method_calls("inverse_transform"):
        values = source.value_of(argument(call, 0, "X"))
        model, scaler = name_of(receiver_of(values, "predict")), name_of(receiver)
        if model not in names or not is_scaler(receiver, source):
            continue
        scalings = [_scaling(y, parts, source) for name, y in fits if name == model]
        others = {name_of(one) for one in scalings} - {scaler, None}
        if len(others) == 1 and None not in scalings:
            other = others.pop()
            yield SyntaxProblem(
                "other-scaler",
                f"The targets of `{model}` were scaled by `{other}`, and its predictions are "
                f"scaled back by `{scaler}`",
                f"Write {other}.inverse_transform.",
                source.places.span(call),
                mends=((source.places.span(receiver), f"{other}"),),
                safe=False,
            )


def _scaling(y: ast.expr | None, parts: Mapping[str, ast.expr], source: Source) -> ast.expr | None:
    """The scaler that gives targets, split afterwards or not."""
    value = source.value_of(source.value_of(y) or parts.get(name_of(y) or ""))
    scaler = receiver_of(value, "fit_transform", "transform")
    return scaler if scaler is not None and is_scaler(scaler, source) else None


_APPLIES = frozenset(("inverse_transform", "transform"))


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
