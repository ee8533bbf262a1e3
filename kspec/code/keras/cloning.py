"""Clones of models: layers of their own, under the same names."""

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
    input_tensor,
    is_input,
    mapped,
    tensors_in,
)
from kspec.code.reader import Reader
from kspec.code.values import Call, Value

_OF_MODEL = ("<stack>", "<tensor>")
"""State keys of a layer about the model around it."""


def cloned(reader: Reader, call: Call) -> Value:
    """``clone_model(model)``: unknown for a model that is not known as a whole."""
    source = call.get(0, "model")
    alone = len(call.args) + len(call.kwargs) == 1 and call.unsure is None
    if not alone or not isinstance(source, Model) or not _is_known(source):
        return reader.unknown("a clone of a model", call.place)
    copy = _copied(source)
    copy.place = call.place
    reader.log.add(copy)
    return copy


def _is_known(model: Model) -> bool:
    """Whether a model, and each of those in it, is a stack, or a graph from its inputs on."""
    if model.kind == "Functional":
        graph = graph_of(model)
        inputs = all(is_input(one.application.layer) for one in tensors_in(model.inputs))
        layers = [step.application.layer for step in graph.steps]
        return graph.complete and inputs and _are_known(layers)
    stack = [one.layer for one in model.state["<layers>"]]
    return model.kind == "Sequential" and _are_known(stack)


def _are_known(layers: list[Value]) -> bool:
    return all(_is_known(one) for one in layers if isinstance(one, Model))


def _copied(source: Model) -> Model:
    copy = Model(source.kind, source.place, trainable=source.state.get("trainable", True))
    copy.name_argument, copy.state["<name>"] = source.name_argument, source.state["<name>"]
    copy.state["<layers>"] = tuple(
        one if isinstance(one.layer, Unsure) else one._replace(layer=_copy_of(one.layer))
        for one in source.state["<layers>"]
    )
    copy.state |= {key: source.state[key] for key in (FED, SHIPPED) if key in source.state}
    if source.kind == "Functional":
        _copy_graph(source, copy)
    return copy


def _copy_graph(source: Model, copy: Model) -> None:
    """Give a clone the inputs, the outputs and the calls of a graph."""
    calls: dict[int, Application] = {}
    layers: dict[int, Layer | Opaque | Model] = {}

    def again(one: Tensor) -> Tensor:
        return Tensor(calls[id(one.application)], one.output)

    for tensor in tensors_in(source.inputs):
        layer, place = _copy_of(tensor.application.layer), tensor.application.place
        if isinstance(layer, Layer):
            calls[id(tensor.application)] = input_tensor(layer, place).application
    for application in (step.application for step in graph_of(source).steps):
        layer = layers.setdefault(id(application.layer), _copy_of(application.layer))
        args = tuple(mapped(again, one) for one in application.args)
        kwargs = {key: mapped(again, one) for key, one in application.kwargs.items()}
        call = calls[id(application)] = Application(layer, args, kwargs, application.place)
        if not isinstance(layer, Operation):
            layer.state.setdefault("<tensor>", Tensor(call))
    copy.inputs, copy.outputs = mapped(again, source.inputs), mapped(again, source.outputs)


def _copy_of(layer: Layer | Opaque | Model) -> Layer | Opaque | Model:
    if isinstance(layer, Model):
        return _copied(layer)
    if not isinstance(layer, Layer) or isinstance(layer, Operation):
        return layer
    copy = type(layer)(layer.noun, layer.name, layer.fields, layer.call)
    copy.state.update((key, one) for key, one in layer.state.items() if key not in _OF_MODEL)
    return copy
