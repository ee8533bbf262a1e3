"""A model of the program as the network of a native spec, each part with its place."""

from collections.abc import Sequence
from typing import Any

from kspec.code.keras.arguments import made_with
from kspec.code.keras.described import Placed, add_fields, add_flag, described, described_object
from kspec.code.keras.graph import Graph, Step, graph_of
from kspec.code.keras.values import (
    FED,
    Argument,
    Layer,
    Model,
    OnWeights,
    Opaque,
    Operation,
    Unsure,
    is_input,
)
from kspec.code.values import List, Object, Place, Unknown, Value
from kspec.named_tuple import NamedTuple
from kspec.spec.naming import NameGiver
from kspec.spec.registry import LAYERS
from kspec.spec.unknown import OwnFunction, OwnLayer, UnknownLayer

EMBEDDINGS = frozenset(("Embedding", "ReversibleEmbedding"))
"""Layers whose ``input_dim`` is the number of vectors; that of other layers is the size of the
input.
"""
SHAPES = ("input_shape", "batch_input_shape", "input_dim", "batch_size")
"""Arguments of the first layer of a stack about the input."""
ON_SEQUENCES = frozenset(("Conv1D", "GRU", "LSTM", "SimpleRNN"))
"""Layers whose ``input_dim`` was the number of features at each step in Keras 2."""
OLD_SHAPES = {"input_shape": "shape", "batch_input_shape": "batch_shape"}
"""Keras 2's names of these, which `InputLayer` still takes."""
_TEXTS = frozenset(("StringLookup", "TextVectorization"))
"""Layers whose dtype, which a stack that begins with one takes for its input, is that of texts."""
_WIRING = frozenset(("type", "inputs", "call", "lint", "layer", "name"))
"""Keys of an entry beside the arguments of a class."""
_INPUT_FIELDS = ("shape", "batch_size", "dtype", "sparse", "ragged", "batch_shape", "name")


WrittenLayer = tuple[Layer | Model, dict[str, Any], Placed]


class Written(NamedTuple):
    """A network, or a layer, as a part of a native spec.

    ``complete`` is whether all its layers are known, and ``layers`` are those of Keras in it, each
    with what is written of it.
    """

    value: dict[str, Any]
    placed: Placed
    complete: bool
    layers: Sequence[WrittenLayer] = ()


def network_of(model: Model) -> Written:
    """Current network of a model."""
    if model.state.get("<open>", False):
        return _unseen(model, "a model inside of itself")
    model.state["<open>"] = True
    try:
        return _network_of(model)
    finally:
        del model.state["<open>"]


def take_flags(network: Written) -> None:
    """Give a network the flags ``trainable`` that its layers have now."""
    for layer, entry, placed in network.layers:
        add_flag(entry, placed, layer)


def _unseen(model: Model, reason: str) -> Written:
    unknown = Unknown(reason, "its own code", model.place)
    placed = Placed(model.place)
    placed.children["layers"] = Placed(model.place)
    placed.children["layers"].children[0] = Placed(model.place)
    return Written({"layers": [{"type": unknown}]}, placed, complete=False)


def _network_of(model: Model) -> Written:
    if model.kind == "Sequential":
        written = _stack(model)
    elif model.kind == "Functional":
        written = _graph(model)
    else:
        written = _unseen(model, "a model of a class of the program")
    name = model.name_argument
    if name is not None and isinstance(name.value, str):
        written.value["name"] = name.value
        written.placed.children["name"] = Placed(name.place, name.key_place)
    return written


# stacks


def _stack(model: Model) -> Written:
    value: dict[str, Any] = {}
    placed = Placed(model.place)
    first = model.state["<layers>"][0].layer if model.state["<layers>"] else None
    if is_input(first):
        value["inputs"], placed.children["inputs"] = input_entry(first)
    elif isinstance(first, Layer):
        _implied(first, value, placed)
    layers = [_layer(one.layer, one.place) for one in model.stack]
    _name(model, [one.value for one in layers])
    if isinstance(first, Model):
        _inner(layers[0], value, placed)
    if "inputs" not in value:
        _fed(model, value, placed)
    return joined(value, placed, layers)


def _name(model: Model, entries: Sequence[dict[str, Any]]) -> None:
    """Name the layers of a stack as Keras counts them in the program, where the stack alone would
    be counted otherwise.
    """
    counted = NameGiver()
    counted.reserve(entries)
    names = {name for entry in entries if isinstance(name := entry.get("name"), str)}
    for added, entry in zip(model.stack, entries, strict=True):
        if "name" not in entry and isinstance(added.layer, Layer | Opaque | Model):
            name = added.layer.state.get("<name>")
            alone = counted.fresh(str(entry["type"]))
            if isinstance(name, str) and name != alone and name not in names:
                entry["name"] = name
                names.add(name)


def joined(value: dict[str, Any], placed: Placed, layers: Sequence[Written]) -> Written:
    """A network with its layers."""
    value["layers"], entries = [one.value for one in layers], Placed(placed.place)
    entries.children.update((index, one.placed) for index, one in enumerate(layers))
    placed.children["layers"] = entries
    flagged = [one for written in layers for one in written.layers]
    return Written(value, placed, all(written.complete for written in layers), flagged)


def _fed(model: Model, value: dict[str, Any], placed: Placed) -> None:
    """Write the input of a stack without a shape: that of its first call."""
    fed = model.state.get(FED)
    if isinstance(fed, Argument) and type(fed.value) is tuple:
        shape, child = described(List(fed.value, fed.place), fed.place)
        value["inputs"], where = {"batch_shape": shape}, Placed(fed.place)
        where.children["batch_shape"] = child
        placed.children["inputs"] = where
        first = model.stack[0].layer if model.stack else None
        if isinstance(first, Layer) and first.name in _TEXTS and not first.constant("invert"):
            value["inputs"]["dtype"] = "string"


def _inner(network: Written, value: dict[str, Any], placed: Placed) -> None:
    """The input of a stack that begins with a network: that of the network."""
    inputs, where = network.value.get("inputs"), network.placed.children.get("inputs")
    if not isinstance(inputs, dict) or where is None:
        return
    if "outputs" in network.value:
        name = next(iter(inputs), None)
        inputs, where = inputs.get(name), where.children.get(name) if name is not None else None
    if inputs and where is not None:
        value["inputs"], placed.children["inputs"] = inputs, where


def _implied(first: Layer, value: dict[str, Any], placed: Placed) -> None:
    """The input that the first layer of a stack declares: Keras 2's habit."""
    fields = first.fields
    inputs: dict[str, Any] = {}
    where = Placed(first.place)
    for key, argument in input_arguments(first).items():
        inputs[key], child = described(argument.value, argument.place)
        where = Placed(argument.place, argument.key_place)
        where.children[key] = child
    if "shape" in inputs and "batch_size" in fields:
        size = fields["batch_size"]
        inputs["batch_size"], where.children["batch_size"] = described(size.value, size.place)
    if isinstance(inputs.get("shape"), int):
        inputs["shape"] = [inputs["shape"]]
    if inputs:
        value["inputs"], placed.children["inputs"] = inputs, where


def input_arguments(first: Layer) -> dict[str, Argument]:
    """The arguments of `InputLayer` that the first layer of a stack has under older names."""
    fields = first.fields
    named = {new: fields[old] for old, new in reversed(OLD_SHAPES.items()) if old in fields}
    if "input_dim" in fields and not named and first.name not in EMBEDDINGS:
        size, length = fields["input_dim"], fields.get("input_length")
        steps = () if first.name not in ON_SEQUENCES else (length and length.value,)
        named["shape"] = Argument((*steps, size.value), size.place, size.key_place)
    return named


def input_entry(layer: Layer) -> tuple[dict[str, Any], Placed]:
    """Write an input in the notation of ``inputs``, without its name."""
    entry: dict[str, Any] = {}
    placed = Placed(layer.place)
    named = {OLD_SHAPES.get(key, key): item for key, item in layer.fields.items()}
    fields = {key: item for key, item in named.items() if key in _INPUT_FIELDS}
    add_fields(entry, placed, fields)
    return entry, placed


def _layer(layer: Value, place: Place) -> Written:
    """Write a layer as an entry of ``layers``, without its inputs."""
    if isinstance(layer, Layer):
        return _of_keras(layer)
    if isinstance(layer, Model) and layer.kind in {"Sequential", "Functional"}:
        written = network_of(layer)
        entry = {"type": model_type(layer), **written.value}
        add_flag(entry, written.placed, layer)
        layers = [(layer, entry, written.placed), *written.layers]
        return written._replace(value=entry, layers=layers)
    if isinstance(layer, Unsure):
        return Written({"type": layer.reason.called("layers")}, Placed(place), complete=False)
    if isinstance(layer, Opaque) and layer.owner is not None:
        return own_entry(layer, layer.owner, place)
    reason = layer.reason if hasattr(layer, "reason") else Unknown("a layer of the program", "?")
    name = getattr(layer, "name", reason.name)
    unknown = UnknownLayer(reason.reason, str(name), reason.place or place)
    if isinstance(layer, Opaque):
        unknown.sizes, unknown.weights = layer.sizes, layer.weights
    placed = Placed(getattr(layer, "place", place) or place)
    return Written({"type": unknown}, placed, complete=isinstance(layer, OnWeights))


def _of_keras(layer: Layer) -> Written:
    """Write a layer of one of Keras's classes."""
    entry, placed = described_object(layer, layer.place)
    if isinstance(function := entry.get("function"), OwnFunction):
        function.sizes = layer.state.get("<sizes>")
    inside: object = entry
    while isinstance(inside, dict):  # a layer inside of another one may say its input, too
        for key in (*SHAPES, "input_length"):
            if key != "input_dim" or inside.get("type") not in EMBEDDINGS:
                inside.pop(key, None)
        inside = inside.get("layer")
    own: list[WrittenLayer] = [(layer, entry, placed)]
    inner = layer.constant("layer")
    if not isinstance(inner, Model):
        known = isinstance(layer, Operation) or LAYERS.find(layer.name) is not None
        return Written(entry, placed, complete=known, layers=own)
    written = network_of(inner)
    entry["layer"] = {"type": model_type(inner), **written.value}
    placed.children["layer"] = written.placed
    return Written(entry, placed, written.complete, [*own, *written.layers])


def own_entry(layer: Opaque, owner: Object, place: Place) -> Written:
    """Write a layer of a class of the program: its class and its arguments."""
    unknown = OwnLayer(layer.reason.reason, layer.name, layer.reason.place or place)
    unknown.sizes, unknown.weights = layer.sizes, layer.weights
    entry: dict[str, Any] = {"type": unknown}
    placed = Placed(layer.place or place)
    fields = {key: one for key, one in made_with(owner).items() if key not in _WIRING}
    add_fields(entry, placed, fields)
    return Written(entry, placed, complete=True)


def model_type(model: Model) -> str:
    """The class of a model among the layers."""
    return "Sequential" if model.kind == "Sequential" else "Functional"


# graphs


def _graph(model: Model) -> Written:
    graph = graph_of(model)
    value: dict[str, Any] = {}
    placed = Placed(model.place)
    if graph.inputs:
        value["inputs"], placed.children["inputs"] = {}, Placed(model.place)
        for name, layer in graph.inputs.items():
            own_arguments, where = input_entry(layer)
            own_arguments.pop("name", None)
            value["inputs"][name] = own_arguments
            placed.children["inputs"].children[name] = where
    network = joined(value, placed, [_step(graph, step) for step in graph.steps])
    if not graph.inputs:
        _give_input(model, value)
    value["outputs"] = graph.reference(model.outputs)
    placed.children["outputs"] = Placed(model.place)
    arranged = graph.arranged()
    if arranged is not None:
        value["input_layers"] = arranged
    return network if graph.complete else network._replace(complete=False)


def _step(graph: Graph, step: Step) -> Written:
    """Write a call of a layer."""
    application = step.application
    if step.again is None:
        written = _layer(application.layer, application.place)
        written.value["name"] = step.label
    else:
        entry = {"layer": step.again, "name": step.label}
        written = Written(entry, Placed(application.place), complete=True)
    _wire(graph, written.value, written.placed, application)
    return written


def _give_input(model: Model, value: dict[str, Any]) -> None:
    """Give a network without known inputs an unknown one."""
    reason = "the input of the model is not in the code"
    value["inputs"] = {"input": {"shape": Unknown(reason, "the input", model.place)}}
    for entry in value["layers"]:
        if entry.get("inputs") == []:
            entry["inputs"] = ["input"]


def _wire(graph: Graph, entry: dict[str, Any], placed: Placed, application: Value) -> None:
    """Write the inputs of a layer's call."""
    inputs, named = graph.operands(application)
    kind = str(entry.get("type"))
    if kind in {"Functional", "Sequential"}:
        entry["call"] = {"inputs": inputs}
        placed.place = application.place
    elif kind.startswith("keras.ops."):
        entry |= {**named, "inputs": inputs}
    else:
        entry |= {"inputs": inputs, "call": named} if named else {"inputs": inputs}
    placed.children["inputs"] = Placed(application.place)
