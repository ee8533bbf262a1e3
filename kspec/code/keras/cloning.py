"""Copies of models: ``clone_model``."""

from kspec.code.keras.values import FED, SHIPPED, Layer, Model, Opaque, Operation, Unsure
from kspec.code.reader import Reader
from kspec.code.values import Call, Value

_OF_STACK = ("<stack>", "<tensor>")
"""State keys of a layer about the stack around it."""


def cloned(reader: Reader, call: Call) -> Value:
    """``clone_model(model)``: a stack with layers of its own, under the same names; unknown for a
    graph.
    """
    source = call.get(0, "model")
    alone = len(call.args) + len(call.kwargs) == 1 and call.unsure is None
    if not alone or not isinstance(source, Model) or not _is_stack(source):
        return reader.unknown("a clone of a model", call.place)
    copy = _copied(source)
    copy.place = call.place
    reader.log.add(copy)
    return copy


def _is_stack(model: Model) -> bool:
    """Whether a model, and each of those in it, is a stack."""
    inner = (one.layer for one in model.state["<layers>"] if isinstance(one.layer, Model))
    return model.kind == "Sequential" and all(map(_is_stack, inner))


def _copied(source: Model) -> Model:
    copy = Model(source.kind, source.place, trainable=source.state.get("trainable", True))
    copy.name_argument, copy.state["<name>"] = source.name_argument, source.state["<name>"]
    copy.state["<layers>"] = tuple(
        one if isinstance(one.layer, Unsure) else one._replace(layer=_copy_of(one.layer))
        for one in source.state["<layers>"]
    )
    copy.state |= {key: source.state[key] for key in (FED, SHIPPED) if key in source.state}
    return copy


def _copy_of(layer: Layer | Opaque | Model) -> Layer | Opaque | Model:
    if isinstance(layer, Model):
        return _copied(layer)
    if not isinstance(layer, Layer) or isinstance(layer, Operation):
        return layer
    copy = type(layer)(layer.noun, layer.name, layer.fields, layer.call)
    copy.state.update((key, one) for key, one in layer.state.items() if key not in _OF_STACK)
    return copy
