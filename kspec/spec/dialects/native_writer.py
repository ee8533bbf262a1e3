"""A spec as a native document: flat fields, defaults left out, each layer wired by name."""

from inspect import signature
from typing import Any

from kspec.spec.dialects.array_values import described_array
from kspec.spec.dialects.defaults import for_all_axes, is_default, says_nothing
from kspec.spec.dialects.integrity import check_whole
from kspec.spec.dialects.keras_writer import spec_config
from kspec.spec.dialects.native_operations import function_of
from kspec.spec.dialects.native_trainable import frozen
from kspec.spec.dtypes import PolicyMap
from kspec.spec.layers.base import Layer
from kspec.spec.layers.input import InputLayer
from kspec.spec.layers.models import Functional
from kspec.spec.model import ModelSpec
from kspec.spec.named import Custom
from kspec.spec.naming import snake_case
from kspec.spec.network import Application, Call, Network, Node, TensorRef, references
from kspec.spec.propagation import propagate
from kspec.spec.shapes import Array, Structure, inside
from kspec.spec.spec_object import Resolved, SpecObject

SECTIONS = ("compile", "data", "fit")


class UnwritableError(ValueError):
    """A part of a network that Keras has a notation for, and a native spec has none."""


def native_document(spec: ModelSpec) -> dict[str, Any]:
    """The document. A network that has no native notation (one of inputs alone) stays in Keras's
    under ``model``; `ValueError` is raised for a layer that kspec does not know.
    """
    network = spec.network
    check_whole(network)
    document: dict[str, Any] = {"kspec": 1, "name": network.name}
    if spec.task is not None:
        document["task"] = spec.task
    if spec.dtype_policy is not None:
        document["dtype_policy"] = spec.dtype_policy
    try:
        described = network_document(network)
        document.update(described if network.trainable else frozen(described))
    except UnwritableError:
        document["model"] = spec_config(spec)
    for section in SECTIONS:
        settings = getattr(spec, section)
        if settings is not None:
            document[section] = fields_document(settings)
    return document


def network_document(network: Network) -> dict[str, Any]:
    """Write ``inputs``, ``layers`` and, where they do not follow from these, ``input_layers`` and
    ``outputs``; raises `UnwritableError` for a network without native notation.
    """
    if all(node.is_input for node in network.nodes.values()):
        message = f'"{network.name}" hands its inputs on and does no more'
        raise UnwritableError(message)
    document: dict[str, Any] = {}
    if not network.implicit_input:
        document["inputs"] = _inputs(network)
    writer = _Layers(network)
    if not (network.sequential or network.implicit_input):
        inputs, names = writer.wired(network.inputs), list(document["inputs"])
        if inputs != (names if len(names) > 1 else names[0]):
            document["input_layers"] = inputs
    document["layers"] = writer.entries
    if not network.sequential:
        document["outputs"] = writer.wired(network.outputs)
    return document


def fields_document(described: SpecObject) -> dict[str, Any]:
    """Write the fields that were given and differ from Keras's defaults; unknown values stay
    unknown.
    """
    fields = {}
    for written, (name, field) in type(described).written().items():
        if name in described.unknown_fields:
            fields[written] = described.__dict__[name]
            continue
        value = getattr(described, name, None)
        is_given = name in described.model_fields_set and name != "name"
        if is_given and (
            name in described.serialization.non_default_when_missing
            or not is_default(value, field.default)
        ):
            fields[written] = _value(for_all_axes(value, field))
    return fields


def short_form(described: SpecObject) -> str | None:
    """The string that Keras resolves to the same object, where there is one."""
    if not isinstance(described, Resolved) or fields_document(described):
        return None
    cls = type(described)
    name = described.stated_name()
    if name is not None:
        chosen_by_shape = "strings" not in vars(cls)
        return name if chosen_by_shape or name in cls.strings else None
    plain = snake_case(cls.__name__)
    return next((text for text in (plain, plain.replace("_", "")) if text in cls.strings), None)


def _value(value: object) -> Any:
    if isinstance(value, SpecObject):
        return _object(value)
    if isinstance(value, Custom):
        return value.name if value.written is None else value.written
    if isinstance(value, PolicyMap):
        return value.written
    return inside(value, _value)


def _object(described: SpecObject) -> Any:
    if isinstance(described, Functional):
        network = described.network
        return {"type": _class(described), "name": network.name, **network_document(network)}
    if (text := short_form(described)) is not None:
        return text
    fields = layer_fields(described) if isinstance(described, Layer) else fields_document(described)
    name = described.stated_name()
    name_field = {} if name is None else {"name": name}
    return {"type": type(described).__name__, **name_field, **fields}


def _class(model: Functional) -> str:
    return "Sequential" if model.network.sequential else "Functional"


def _inputs(network: Network) -> dict[str, Any]:
    nodes = [network.nodes[ref.layer] for ref in references(network.inputs)]
    if network.sequential:
        return {"name": nodes[0].name, **_input(nodes[0])}
    return {node.name: _input(node) for node in nodes}


def _input(node: Node) -> dict[str, Any]:
    layer = node.layer
    if not isinstance(layer, InputLayer) or layer.full_shape is None:
        message = f'the input "{node.name}" has no shape'
        raise ValueError(message)
    batch, *shape = layer.full_shape
    fields: dict[str, Any] = {"shape": shape}
    if batch is not None:
        fields["batch_size"] = batch
    if layer.dtype not in {None, "float32"}:
        fields["dtype"] = layer.dtype
    for name in ("sparse", "ragged", "optional"):
        if getattr(layer, name):
            fields[name] = True
    return fields


class _Layers:
    """Writes the layers of a network in topological order."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.labels: dict[Application, str] = {}
        self.previous: str | None = None
        self.entries: list[dict[str, Any]] = []
        for name, index in propagate(network).results:
            node = network.nodes[name]
            if node.is_input:
                self.labels[name, index] = name
            else:
                self.entries.append(self._entry(node, node.calls[index], index))

    def _entry(self, node: Node, call: Call, index: int) -> dict[str, Any]:
        first = not any(name == node.name for name, _ in self.labels)
        label = node.name if first else f"{node.name}_call_{index}"
        entry = self._described(node) if first else {"layer": node.name, "name": label}
        if not self.network.sequential:
            entry.update(self._wiring(node, call, beside="inputs" in entry))
        if first and entry.get("inputs", ...) == self.previous:
            del entry["inputs"]
        self.labels[node.name, index] = self.previous = label
        return entry

    def _described(self, node: Node) -> dict[str, Any]:
        layer = node.layer
        if layer is None:
            message = f'"{node.name}" is a {node.class_name}, which kspec does not know'
            raise UnwritableError(message)
        if isinstance(layer, Functional):
            head = {"type": _class(layer), "name": node.name}
            frozen = {} if layer.network.trainable else {"trainable": False}
            return {**head, **frozen, **network_document(layer.network)}
        if node.is_operation:
            return {"type": _function(node), **(node.given or {}), "name": node.name}
        return {"type": type(layer).__name__, "name": node.name, **layer_fields(layer)}

    def _wiring(self, node: Node, call: Call, *, beside: bool) -> dict[str, Any]:
        """Write the arguments of a call; ``beside`` puts all of them into ``call``, as for a nested
        model that is written in the spec.
        """
        if node.layer is not None and not node.layer.is_layer:
            return self._operands(node.layer, call)
        args, arguments = _by_place(node.layer, call)
        inputs = self.wired(args if len(args) > 1 else args[0])
        stated = {key: item for key, item in arguments.items() if not says_nothing(key, item)}
        kwargs = {key: self.wired(item) for key, item in stated.items()}
        named = {key: _as_argument(item, arguments[key]) for key, item in kwargs.items()}
        if beside:
            return {"call": {**named, "inputs": inputs}}
        return {"inputs": inputs, **({"call": named} if named else {})}

    def _operands(self, operation: Layer, call: Call) -> dict[str, Any]:
        args = [self._literal(item, marked=False) for item in call.args]
        alone = not operation.call_spec.inputs_are_arguments or (
            len(args) == 1 and not isinstance(args[0], list)
        )
        named = {key: self._literal(item, marked=True) for key, item in call.kwargs.items()}
        return {**named, "inputs": args[0] if alone else args}

    def _literal(self, structure: Structure, *, marked: bool) -> Any:
        """An argument of an operation; tensors are marked where a string is itself."""
        if isinstance(structure, TensorRef):
            written = self.wired(structure)
            return _as_argument(written, structure) if marked else written
        if isinstance(structure, Array):
            return described_array(structure)
        if isinstance(structure, list | tuple):
            return [self._literal(item, marked=marked) for item in structure]
        if isinstance(structure, slice):
            bounds = [structure.start, structure.stop, structure.step]
            return {"slice": [self._literal(bound, marked=True) for bound in bounds]}
        if structure is ...:
            return {"slice": "..."}
        plain = (int, float, str) if marked else (int, float)
        if structure is None or isinstance(structure, plain):
            return structure
        message = f"an argument of an operation is {structure!r}"
        raise UnwritableError(message)

    def wired(self, structure: Structure) -> Any:
        """A structure with its references as names."""
        if isinstance(structure, TensorRef):
            label = self.labels.get((structure.layer, structure.call), structure.layer)
            return {"tensor": label, "output": structure.output} if structure.output else label
        if isinstance(structure, Array):
            return described_array(structure)
        return inside(structure, self.wired)


def _by_place(layer: Layer | None, call: Call) -> tuple[list[Structure], dict[str, Structure]]:
    """Arguments of a call, with those by position that only their names distinguish from the
    inputs.
    """
    args, kwargs = list(call.args), dict(call.kwargs)
    if not args and layer is not None:
        for name in signature(layer.call).parameters:
            if name not in kwargs or not references(kwargs[name]):
                break
            args.append(kwargs.pop(name))
    if not args:
        message = "a call without inputs has no native notation"
        raise UnwritableError(message)
    return args, kwargs


def _as_argument(written: Any, read: Structure) -> Any:
    """Tensors among call arguments are marked, since a plain string is itself there."""
    if isinstance(read, TensorRef):
        return written if isinstance(written, dict) else {"tensor": written}
    if isinstance(read, list | tuple) and not isinstance(read, Array):
        return [_as_argument(one, other) for one, other in zip(written, read, strict=True)]
    return written


def _function(node: Node) -> str:
    function = function_of(node.class_name)
    if function is None:
        message = f"{node.class_name} is no function of keras.ops"
        raise UnwritableError(message)
    return function


def layer_fields(layer: Layer) -> dict[str, Any]:
    """Fields of a layer, without dtype, activation and data format where these are the defaults."""
    fields, model_fields = fields_document(layer), type(layer).model_fields
    if fields.get("dtype") == layer.usual_policy:
        del fields["dtype"]
    if fields.get("activation") == "linear" and not model_fields["activation"].is_required():
        del fields["activation"]
    if fields.get("data_format") == "channels_last":
        del fields["data_format"]
    return fields
