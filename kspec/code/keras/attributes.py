"""Attributes of layers, tensors and models."""

import ast
from collections.abc import Iterator
from typing import TypeAlias

from kspec.code.keras.graph import graph_of
from kspec.code.keras.histories import history_of
from kspec.code.keras.models import add, ends
from kspec.code.keras.objects import KINDS_BY_NOUN
from kspec.code.keras.values import (
    Argument,
    Described,
    Layer,
    Model,
    Opaque,
    SetField,
    Tensor,
    Unsure,
)
from kspec.code.keras.wiring import outputs
from kspec.code.reader import Reader
from kspec.code.values import Bound, List, Place, Unknown, Value
from kspec.named_tuple import NamedTuple

_LOOKUPS = frozenset(("IntegerLookup", "StringLookup", "TextVectorization"))

Flags: TypeAlias = dict[int, bool | None]
"""Whether each layer of a model, by its identity, is trained; None where that is unknown."""
LEARNED = "<learned>"
"""Key of layers that some training may have changed, or that are reported."""
SET = "<trainable>"
"""Key of the place where `trainable` of a layer or model was set last."""
KEPT = "<kept>"
"""Key under which a model keeps the last assignment to `trainable` that changed nothing."""


class Kept(NamedTuple):
    """An assignment of the value that `trainable` of a model has; the flags at that moment, and
    where they were set.
    """

    place: Place
    flags: Flags
    places: dict[int, Place | None]


def keras_attribute(reader: Reader, value: Value, name: str, node: Place) -> Value:
    """The value of an attribute of one of Keras's values."""
    if isinstance(value, Tensor):
        if name == "shape":
            from kspec.code.keras.inference import shape_of

            return shape_of(reader, value, node)
        if name == "dtype":
            from kspec.code.keras.inference import facts_of

            return facts_of(reader, value, node).dtype or Bound(value, name)
        return Bound(value, name)
    if isinstance(value, Model):
        return _of_model(reader, value, name, node)
    if name in value.state and not name.startswith("<"):
        return value.state[name]
    if isinstance(value, Described) and SetField(name) in value.state:
        return value.state[SetField(name)].value
    if name in {"output", "input"} and isinstance(value, Layer | Opaque):
        return _end_of(reader, value, output=name == "output")
    if isinstance(value, Layer):
        if name == "name":
            return value.constant("name", value.state.get("<name>"))
        if name in value.fields:
            return value.fields[name].value
    if isinstance(value, Described) and name in value.fields:
        return value.fields[name].value
    return Bound(value, name)


def _of_model(reader: Reader, model: Model, name: str, node: Place) -> Value:
    if name in {"input", "output", "inputs", "outputs"}:
        if model.kind == "Own":
            return reader.unknown("the ends of a model of the program's own class", node, name)
        pair = ends(reader, model)
        chosen = pair[name.startswith("output")]
        plural = name.endswith("s") and not isinstance(chosen, List | Unknown)
        return List((chosen,), node) if plural else chosen
    if name == "layers":
        return layers_of(reader, model, node)
    if name == "name":
        argument = model.name_argument
        return model.state.get("<name>") if argument is None else argument.value
    if name in {"input_shape", "output_shape"}:
        from kspec.code.keras.inference import shape_of

        tensor = ends(reader, model)[name == "output_shape"] if model.kind != "Own" else None
        if isinstance(tensor, Tensor):
            return shape_of(reader, tensor, node)
        return reader.unknown("the shape of a model", node, name)
    if name in model.state and not name.startswith("<"):
        return model.state[name]
    if name == "history" and (fits := [one.fit for one in model.state["<phases>"] if one.fit]):
        return history_of(reader.log, tuple(one.place for one in fits))
    return Bound(model, name)


def _end_of(reader: Reader, layer: Layer | Opaque, *, output: bool) -> Value:
    """The output or the input of the first call of a layer, as symbolic tensors."""
    stack = layer.state.get("<stack>")
    if isinstance(stack, Model):
        ends(reader, stack)
    tensor = layer.state.get("<tensor>")
    if not isinstance(tensor, Tensor):
        where = ast.Pass() if layer.place is None else layer.place
        return reader.unknown("the output of a layer that is not called", where)
    if output:
        return outputs(tensor)
    sources = tensor.application.args
    return sources[0] if sources else tensor


def layers_of(reader: Reader, model: Model, node: Place) -> Value:
    """The layers of a model, in Keras's order, without the operations between them."""
    if model.kind == "Sequential":
        layers = [added.layer for added in model.stack]
        if not any(isinstance(layer, Unsure) for layer in layers):
            return List(layers, node)
    elif model.kind == "Functional":
        graph = graph_of(model)
        if graph.complete:
            return List(graph.layers, node)
    return reader.unknown("layers that are not all known", node, "layers")


def set_attribute(
    reader: Reader, owner: Described | Opaque | Model, name: str, value: Value, node: Place
) -> None:
    """``layer.trainable = False``."""
    if isinstance(owner, Model) and name == "add" and isinstance(value, Layer | Model):
        _report_replaced(reader, owner, value, node)
        return
    if isinstance(owner, Described) and _is_field(owner, name):
        reader.journal.write(owner.state, SetField(name), Argument(value, reader.place(node)))
        return
    if name == "trainable" and isinstance(owner, Model) and owner.state.get(name) is value:
        # TensorFlow's objects pass over a value that an attribute has: layers stay frozen
        places = {key: one.state.get(SET) for key, one in layers_in(reader, owner, node)}
        kept = Kept(reader.place(node), flags_of(reader, owner, node), places)
        reader.journal.write(owner.state, KEPT, kept)
        return
    reader.journal.write(owner.state, name, value)
    if name == "trainable":
        reader.journal.write(owner.state, SET, reader.place(node))
        if isinstance(owner, Model):
            _of_all(reader, owner, value, node)
        for field in owner.fields.values() if isinstance(owner, Layer) else ():
            if isinstance(field.value, Layer):  # the layer in a wrapper
                set_attribute(reader, field.value, name, value, node)


def flags_of(reader: Reader, model: Model, place: Place) -> Flags:
    """The flags of a model and of all its layers."""
    own = model.state.get("trainable")
    flags = {id(model): own if isinstance(own, bool) else None}
    for key, layer in layers_in(reader, model, place):
        flag = layer.state.get("trainable", layer.constant("trainable", default=True))
        flags[key] = flag if isinstance(flag, bool) else None
    return flags


def layers_in(reader: Reader, model: Model, place: Place) -> Iterator[tuple[int, Layer]]:
    """The layers of a model by their identity, those of the models in it too."""
    layers = layers_of(reader, model, place)
    for layer in layers.items if isinstance(layers, List) else ():
        if isinstance(layer, Model):
            yield from layers_in(reader, layer, place)
        elif isinstance(layer, Layer):
            yield id(layer), layer


def learn_vocabulary(reader: Reader, layer: Layer, why: Unknown) -> None:
    """Make the vectors of a lookup as long as the vocabulary that it may have learned."""
    if layer.name in _LOOKUPS and layer.constant("output_mode", "int") != "int":
        argument = Argument(why.called("vocabulary_size"), layer.call.place)
        reader.journal.write(layer.state, SetField("vocabulary_size"), argument)


def _is_field(owner: Described, name: str) -> bool:
    """Whether an attribute is an argument of a class too, but the flag and the name."""
    cls = KINDS_BY_NOUN[owner.noun].find(owner.name)
    return cls is not None and name in cls.written() and name not in {"trainable", "name"}


def _report_replaced(reader: Reader, owner: Model, value: Layer | Model, node: Place) -> None:
    """Report a layer assigned to the method `add`, and continue as if it were added."""
    message = "The layer takes the place of the method `add`, and is not added"
    reader.log.report("replaced_method", message, node, "Call the method: add(...).")
    add(reader, owner, value, node)


def _of_all(reader: Reader, model: Model, value: Value, node: Place) -> None:
    """Keras sets the flag of all layers of a model."""
    layers = layers_of(reader, model, node)
    if isinstance(layers, List):
        for layer in layers.items:
            if isinstance(layer, Layer | Model):
                set_attribute(reader, layer, "trainable", value, node)
