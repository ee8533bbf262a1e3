"""Copies of models: ``clone_model``."""

from kspec.code.keras.values import FED, SHIPPED, Layer, Model, Opaque, Unsure
from kspec.code.reader import Reader
from kspec.code.values import Call, Value

_OF_STACK = ("<stack>", "<tensor>")
"""State keys of a layer about the stack around it."""


def cloned(reader: Reader, call: Call) -> Value:
    """``clone_model(model)``: a model with layers of its own, under the same names."""
    source = call.get(0, "model")
    alone = len(call.args) + len(call.kwargs) == 1 and call.unsure is None
    if not alone or not isinstance(source, Model) or source.kind == "Own":
        return reader.unknown("a clone of a model", call.place)
    copy = _copied(source)
    copy.place = call.place
    reader.log.models.append(copy)
    return copy


def _copied(source: Model) -> Model:
    copy = Model(source.kind, source.place, trainable=source.state.get("trainable", True))
    copy.inputs, copy.outputs = source.inputs, source.outputs
    copy.name_argument, copy.state["<name>"] = source.name_argument, source.state["<name>"]
    layers = [added._replace(layer=_copy_of(added.layer)) for added in source.state["<layers>"]]
    copy.state["<layers>"] = tuple(layers)
    copy.state |= {key: source.state[key] for key in (FED, SHIPPED) if key in source.state}
    return copy


def _copy_of(layer: Layer | Opaque | Model | Unsure) -> Layer | Opaque | Model | Unsure:
    if isinstance(layer, Model):
        return _copied(layer)
    if not isinstance(layer, Layer):
        return layer
    copy = type(layer)(layer.noun, layer.name, layer.fields, layer.call)
    copy.state.update((key, one) for key, one in layer.state.items() if key not in _OF_STACK)
    return copy
