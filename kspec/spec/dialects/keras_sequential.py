"""Sequential models of a Keras file: a list of layers, and the notations of its input."""

from typing import Any

from kspec.spec.dialects.keras_calls import is_shape
from kspec.spec.dialects.keras_layer import Entry, implied_shape, read_entries
from kspec.spec.dialects.keras_object import ModelObject, ModelReader, model_name
from kspec.spec.layers.input import InputLayer
from kspec.spec.layers.models import Functional
from kspec.spec.naming import NameGiver
from kspec.spec.network import Call, Network, Node, TensorRef, references
from kspec.spec.problem import Path, Related


def read(reader: ModelReader, model: ModelObject) -> Network:
    """The network of a Sequential."""
    network = Network(model_name(reader, model, "sequential"), path=model.path, sequential=True)
    network.name_path = model.name_path
    entries = list(read_entries(reader, model))
    if model.config.get("layers") == []:
        where = (*model.config_path, "layers")
        reader.report("invalid_value", where, "The model has no layers")
    names = NameGiver()
    names.reserve([entry.config for entry in entries])
    if not entries or entries[0].class_name != "InputLayer":
        _add_input(network, names, model, entries)
    for entry in entries:
        _add(reader, network, names, entry)
    nodes = list(network.nodes.values())
    network.inputs = [TensorRef(node.name) for node in nodes[:1]]
    network.outputs = TensorRef(nodes[-1].name) if nodes else []
    return network


def _add_input(
    network: Network, names: NameGiver, model: ModelObject, entries: list[Entry]
) -> None:
    """The input that Keras makes itself: from the first layer, or from the shape it was built
    with.
    """
    place, shape = _stated_shape(model, entries)
    first = entries[0].layer if entries else None
    dtype = first.compute_dtype if first is not None else None
    layer = InputLayer()
    if shape is not None:
        # Keras takes sizes here that an InputLayer of a spec may not have: 0, and true for 1.
        sizes = [None if size is None else int(size) for size in shape]
        layer = InputLayer.model_construct(batch_shape=sizes, dtype=dtype)
    node = Node(
        names.fresh("InputLayer"),
        "InputLayer",
        layer,
        path=place,
        fields_path=place,
        name_path=place,
    )
    node.calls.append(Call((), {}, place))
    network.add(node)
    network.implicit_input = shape is None


def _stated_shape(model: ModelObject, entries: list[Entry]) -> tuple[Path, list[Any] | None]:
    implied = implied_shape(entries[0]) if entries else None
    if implied is not None and is_shape(implied[1]):
        return implied
    if len(entries) > 1 and isinstance(entries[0].layer, Functional):
        shape = _input_shape(entries[0].layer)
        if shape is not None:
            return entries[0].path, shape
    shape = model.config.get("build_input_shape")
    if is_shape(shape) and shape:
        return (*model.config_path, "build_input_shape"), shape
    build_config = model.value.get("build_config")
    built = build_config.get("input_shape") if isinstance(build_config, dict) else None
    if is_shape(built) and built:
        return (*model.path, "build_config", "input_shape"), built
    return model.path, None


def _input_shape(model: Functional) -> list[Any] | None:
    """The input shape of a nested model with one input, as its ``input_shape`` gives it."""
    refs = references(model.network.inputs)
    node = model.network.nodes.get(refs[0].layer) if len(refs) == 1 else None
    if node is None or model.network.implicit_input or not isinstance(node.layer, InputLayer):
        return None
    shape = node.layer.full_shape
    return None if shape is None else list(shape)


def _add(reader: ModelReader, network: Network, names: NameGiver, entry: Entry) -> None:
    name = entry.own_name or names.fresh(entry.class_name)
    node = entry.node(name)
    nodes = list(network.nodes.values())
    first = network.nodes.get(name)
    if first is not None:
        reader.report(
            "duplicate_layer_name",
            node.name_path,
            f'The name "{name}" is given twice',
            help="Every layer of a model needs a name of its own.",
            related=(Related(first.name_path, "first given here"),),
        )
        node.name = names.fresh(name)
    if entry.kind == "operation":
        message = f'"{entry.class_name}" is an operation, and a Sequential model takes layers only'
        reader.report("invalid_value", (*entry.path, "class_name"), message)
    if nodes and entry.class_name == "InputLayer" and entry.kind == "layer":
        message = "Only the first layer of a Sequential model can be an InputLayer"
        reader.report("invalid_value", (*entry.path, "class_name"), message)
        return
    args = (TensorRef(nodes[-1].name),) if nodes else ()
    node.calls.append(Call(args, {}, entry.path))
    network.add(node)
