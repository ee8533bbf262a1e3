"""Copies of models: ``clone_model``."""

from kspec.code.keras.graph import graph_of
from kspec.code.keras.values import (
    FED,
    SHIPPED,
    Application,
    Layer,
    Model,
    Opaque,
    Operation,
    Tensor,
    Unsure,
    is_input,
    mapped,
    tensors_in,
)
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
    copy.inputs, copy.outputs = _copied_graph(source)
    copy.name_argument, copy.state["<name>"] = source.name_argument, source.state["<name>"]
    copy.state["<layers>"] = tuple(
        one if isinstance(one.layer, Unsure) else one._replace(layer=_copy_of(one.layer))
        for one in source.state["<layers>"]
    )
    copy.state |= {key: source.state[key] for key in (FED, SHIPPED) if key in source.state}
    return copy


def _copied_graph(source: Model) -> tuple[Value, Value]:
    """Inputs and outputs of a copy of a graph; those of the graph itself where it begins inside of
    another one.
    """
    calls: dict[int, Application] = {}
    layers: dict[int, Layer | Opaque | Model] = {}

    def tensor(one: Tensor) -> Tensor:
        return Tensor(calls[id(one.application)], one.output)

    inputs = [one.application for one in tensors_in(source.inputs)]
    if source.kind != "Functional" or not all(is_input(one.layer) for one in inputs):
        return source.inputs, source.outputs
    graph = graph_of(source)
    if graph.unlisted:
        return source.inputs, source.outputs
    for call in (*inputs, *(step.application for step in graph.steps)):
        layer = layers.setdefault(id(call.layer), _copy_of(call.layer))
        args = tuple(mapped(tensor, value) for value in call.args)
        kwargs = {key: mapped(tensor, value) for key, value in call.kwargs.items()}
        calls[id(call)] = Application(layer, args, kwargs, call.place)
        layer.state["<tensor>"] = Tensor(calls[id(call)])
    return mapped(tensor, source.inputs), mapped(tensor, source.outputs)


def _copy_of(layer: Layer | Opaque | Model) -> Layer | Opaque | Model:
    if isinstance(layer, Model):
        return _copied(layer)
    if not isinstance(layer, Layer) or isinstance(layer, Operation):
        return layer
    copy = type(layer)(layer.noun, layer.name, layer.fields, layer.call)
    copy.state.update((key, one) for key, one in layer.state.items() if key not in _OF_STACK)
    return copy
