"""A network in the native spec: a list of layers, each taking the one before unless it says
otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from kspec.spec.layers.base import Layer
from kspec.spec.layers.input import InputLayer
from kspec.spec.layers.models import Functional, is_model
from kspec.spec.named import Named, custom_problem, is_custom, type_word
from kspec.spec.naming import NameGiver
from kspec.spec.network import Call, Network, Node, TensorRef, references
from kspec.spec.problem import Path, Problem, Related
from kspec.spec.registry import LAYERS
from kspec.spec.shapes import Structure
from kspec.spec.validation import validate

WIRING = frozenset(("type", "inputs", "call", "lint"))
"""The keys of a layer entry that are not fields of its class."""

_INPUT_KEYS = frozenset((*InputLayer.model_fields, "input_shape", "batch_input_shape"))


class _Previous(NamedTuple):
    """The tensor that the next layer takes by its place: none before the first input is known."""

    ref: TensorRef | None
    ambiguous: bool = False


class NetworkReader:
    """Reads one network, nested ones included; what is wrong goes to ``problems``."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems

    def read(self, value: Mapping[str, Any], path: Path, name: str) -> Network:
        """The network of a mapping with ``layers`` and perhaps ``inputs`` and ``outputs``."""
        return _Builder(self.problems, value, path, name).network


class _Builder:
    def __init__(
        self, problems: list[Problem], value: Mapping[str, Any], path: Path, name: str
    ) -> None:
        self.problems = problems
        self.path = path
        self.network = Network(name, path=path, sequential=True)
        self.names = NameGiver()
        self.labels: dict[str, TensorRef] = {}
        self.previous = _Previous(None)
        layers = value.get("layers")
        entries = layers if isinstance(layers, list) else []
        if not isinstance(layers, list):
            self._problem(
                "wrong_type",
                (*path, "layers"),
                f'"layers" must be a list, and is {type_word(layers)}',
            )
        self.names.reserve(entries)
        self._inputs(value, entries)
        for index, entry in enumerate(entries):
            self._entry(entry, (*path, "layers", index))
        self._outputs(value)
        if not entries and isinstance(layers, list):
            self._problem("invalid_value", (*path, "layers"), "The network has no layers")

    def _problem(self, kind: str, path: Path, message: str, **more: Any) -> None:  # noqa: ANN401
        self.problems.append(Problem(kind, path, message, **more))

    # inputs

    def _inputs(self, value: Mapping[str, Any], entries: list[Any]) -> None:
        inputs = value.get("inputs")
        where = (*self.path, "inputs")
        if inputs is None:
            self._implied_input(entries)
        elif isinstance(inputs, Mapping) and _is_single_input(inputs):
            self._input(inputs, where, None)
        elif isinstance(inputs, Mapping):
            self.network.sequential = False
            for name, item in inputs.items():
                self._input(item, (*where, name), name)
        elif isinstance(inputs, list) and all(isinstance(item, Mapping) for item in inputs):
            self.network.sequential = len(inputs) == 1
            for index, item in enumerate(inputs):
                self._input(item, (*where, index), None)
        else:
            help_ = 'For example {"shape": [28, 28, 1]}, or an object of these by name.'
            message = f'"inputs" must be an object, and is {type_word(inputs)}'
            self._problem("wrong_type", where, message, help=help_)
        self.network.inputs = [
            TensorRef(node.name) for node in self.network.nodes.values() if node.is_input
        ]

    def _implied_input(self, entries: list[Any]) -> None:
        """Keras 2's habit: the first layer carries ``input_shape``; or no shape is said at all."""
        first = entries[0] if entries and isinstance(entries[0], Mapping) else {}
        if first.get("type") == "InputLayer":
            return
        for key in ("input_shape", "batch_input_shape", "input_dim"):
            if key in first and not (key == "input_dim" and "output_dim" in first):
                shape = [first[key]] if key == "input_dim" else first[key]
                field = "batch_shape" if key == "batch_input_shape" else "shape"
                self._problem(
                    "deprecated_argument",
                    (*self.path, "layers", 0, key),
                    f'"{key}" on a layer is the Keras 2 way to give the input\'s shape',
                    help=f'Write "inputs": {{"{field}": ...}} at the top instead.',
                    part="key",
                )
                self._input({field: shape}, (*self.path, "layers", 0), None, (key,))
                return
        self.network.implicit_input = True
        node = self._input({}, self.path, None)
        node.layer = InputLayer()

    def _input(self, item: object, path: Path, name: str | None, field: Path = ()) -> Node:
        if not isinstance(item, Mapping):
            help_ = 'For example {"shape": [28, 28, 1]}.'
            self._problem(
                "wrong_type",
                path,
                f"An input must be an object, and is {type_word(item)}",
                help=help_,
            )
            item = {}
        fields = {key: inner for key, inner in item.items() if key not in {"type", "lint"}}
        layer, problems = validate(InputLayer, fields, path, path)
        self.problems.extend(problems)
        own = layer.name if layer is not None else None
        node = Node(
            name or own or self.names.fresh("InputLayer"),
            "InputLayer",
            layer,
            path=path,
            fields_path=path + field,
            name_path=path,
        )
        node.calls.append(Call((), {}, path))
        self._add(node, path)
        several = self.previous.ref is not None
        self.previous = _Previous(TensorRef(node.name), ambiguous=several)
        return node

    # layers

    def _entry(self, entry: object, path: Path) -> None:
        if not isinstance(entry, Mapping):
            help_ = f'Write {{"type": "{entry}"}}.' if isinstance(entry, str) else ""
            message = f"A layer must be an object, and is {type_word(entry)}"
            self._problem("wrong_type", path, message, help=help_)
            self._opaque("layer", path)
        elif "type" not in entry and isinstance(entry.get("layer"), str):
            self._shared(entry, path)
        elif not isinstance(entry.get("type"), str):
            kind = "wrong_type" if "type" in entry else "missing_field"
            where = (*path, "type") if "type" in entry else path
            self._problem(kind, where, 'A layer needs "type", the name of its class')
            self._wire(self._opaque("layer", path, entry.get("name")), entry, path)
        elif entry["type"] == "InputLayer":
            node = self._input(entry, path, None)
            self.network.inputs = [*references(self.network.inputs), TensorRef(node.name)]
        else:
            node = self._layer(entry, path)
            self._wire(node, entry, path)

    def _layer(self, entry: Mapping[str, Any], path: Path) -> Node:
        class_name = entry["type"]
        skipped = WIRING - {"inputs"} if is_model(class_name) else WIRING
        fields = {key: item for key, item in entry.items() if key not in skipped}
        if self.network.nodes and path[-1] == 0:
            for key in ("input_shape", "batch_input_shape"):
                fields.pop(key, None)
            if "input_dim" in fields and "output_dim" not in fields:
                fields.pop("input_dim")
        layer = self._described(class_name, fields, path)
        given = entry.get("name")
        name = given if isinstance(given, str) else self.names.fresh(class_name.rpartition(":")[2])
        node = Node(
            name,
            class_name,
            layer,
            path=path,
            fields_path=path,
            name_path=(*path, "name") if isinstance(given, str) else path,
        )
        self._add(node, path)
        return node

    def _described(self, class_name: str, fields: dict[str, Any], path: Path) -> Layer | None:
        if is_model(class_name):
            return self._model(class_name, fields, path)
        named = Named(class_name, ("type",), fields, (), None, None)
        cls = None if is_custom(named) else LAYERS.find(class_name)
        if cls is None:
            problem = (
                custom_problem(named, "layer") if is_custom(named) else unknown_layer(class_name)
            )
            self.problems.append(problem._replace(path=(*path, "type")))
            return None
        layer, problems = validate(cls, fields, path, (*path, "type"))
        self.problems.extend(problems)
        return layer if isinstance(layer, Layer) else None

    def _model(self, class_name: str, fields: dict[str, Any], path: Path) -> Functional | None:
        cls = LAYERS.find(class_name)
        if cls is None or not issubclass(cls, Functional):
            return None
        own = {key: item for key, item in fields.items() if key in {"name", "trainable", "dtype"}}
        allowed = {*own, "layers", "outputs", "inputs"}
        for key in fields:
            if key not in allowed:
                message = f'{class_name} has no field "{key}"'
                self._problem("unknown_field", (*path, key), message, part="key")
        header, problems = validate(Layer, own, path, (*path, "type"))
        self.problems.extend(problems)
        inner = fields if isinstance(fields.get("inputs"), Mapping) else {**fields, "inputs": None}
        name = own.get("name")
        network = NetworkReader(self.problems).read(
            inner, path, name if isinstance(name, str) else class_name.lower()
        )
        trainable = header.trainable if isinstance(header, Layer) else True
        network.trainable = trainable
        return cls.of(network, {"name": name, "trainable": trainable})

    def _opaque(self, class_name: str, path: Path, name: object = None) -> Node:
        own = name if isinstance(name, str) else self.names.fresh(class_name)
        node = Node(own, class_name, None, path=path, fields_path=path, name_path=path)
        self._add(node, path)
        call = () if self.previous.ref is None else (self.previous.ref,)
        if not isinstance(name, str):
            node.calls.append(Call(call, {}, path))
            self.previous = _Previous(TensorRef(node.name))
        return node

    def _add(self, node: Node, path: Path) -> None:
        first = self.network.nodes.get(node.name)
        if first is not None:
            self._problem(
                "duplicate_layer_name",
                node.name_path,
                f'The name "{node.name}" is given twice',
                help="Every layer of a network needs a name of its own.",
                related=(Related(first.name_path, "first given here"),),
            )
            node.name = self.names.fresh(node.name)
        self.network.add(node)
        self.labels.setdefault(node.name, TensorRef(node.name))

    # wiring

    def _shared(self, entry: Mapping[str, Any], path: Path) -> None:
        """``{"layer": "encoder", "inputs": ...}``: one more call of a layer that has a name
        already.
        """
        self.network.sequential = False
        for key in entry:
            if key not in {"layer", "inputs", "call", "name", "lint"}:
                message = f'A call of a shared layer has no field "{key}"'
                self._problem("unknown_field", (*path, key), message, part="key")
        target = self.network.nodes.get(entry["layer"])
        if target is None:
            self._unknown_reference(entry["layer"], (*path, "layer"))
            self._opaque("layer", path)
            return
        label = entry.get("name")
        if isinstance(label, str):
            if label in self.labels:
                self._problem(
                    "duplicate_layer_name", (*path, "name"), f'The name "{label}" is given twice'
                )
            self.labels[label] = TensorRef(target.name, len(target.calls))
        self._wire(target, entry, path)

    def _wire(self, node: Node, entry: Mapping[str, Any], path: Path) -> None:
        if node.layer is None and node.calls:
            return
        layer = node.layer
        spreads = layer is not None and layer.spreads_inputs
        if isinstance(layer, Functional) and isinstance(entry.get("inputs"), Mapping):
            own = entry.get("call")
            wired = (
                {"inputs": own["inputs"]} if isinstance(own, Mapping) and "inputs" in own else {}
            )
            args = self._arguments(wired, (*path, "call") if wired else path, spreads=False)
            kwargs: dict[str, Structure] = {}
        else:
            args = self._arguments(entry, path, spreads=spreads)
            kwargs = self._call_arguments(entry, path)
        where = (*path, "inputs") if "inputs" in entry else path
        node.calls.append(Call(args, kwargs, where))
        self.previous = _Previous(TensorRef(node.name, len(node.calls) - 1))

    def _arguments(
        self, entry: Mapping[str, Any], path: Path, *, spreads: bool
    ) -> tuple[Structure, ...]:
        if "inputs" not in entry:
            if self.previous.ref is None:
                return ()
            if self.previous.ambiguous:
                names = ", ".join(f'"{ref.layer}"' for ref in references(self.network.inputs))
                self._problem(
                    "missing_field",
                    path,
                    "The network has several inputs, and this layer does not say which it takes",
                    help=f'Add "inputs": one of {names}.',
                )
            ref = self.previous.ref
            return (ref, ref) if spreads else (ref,)
        self.network.sequential = False
        structure = self._structure(entry["inputs"], (*path, "inputs"))
        if spreads and isinstance(structure, list):
            return tuple(structure)
        if isinstance(structure, list) and len(structure) == 1:
            structure = structure[0]
        return (structure, structure) if spreads else (structure,)

    def _call_arguments(self, entry: Mapping[str, Any], path: Path) -> dict[str, Structure]:
        call = entry.get("call", {})
        if not isinstance(call, Mapping):
            message = f'"call" must be an object, and is {type_word(call)}'
            self._problem("wrong_type", (*path, "call"), message)
            return {}
        if call:
            self.network.sequential = False
        return {key: self._literal(item, (*path, "call", key)) for key, item in call.items()}

    def _literal(self, value: object, path: Path) -> Structure:
        """A call argument: tensors are ``{"tensor": name}``, alone or in a list; everything
        else is itself.
        """
        if isinstance(value, Mapping) and "tensor" in value:
            return self._structure(value, path)
        if isinstance(value, list):
            return [self._literal(item, (*path, index)) for index, item in enumerate(value)]
        return value

    def _structure(self, value: object, path: Path) -> Structure:
        if isinstance(value, str):
            return self._reference(value, path)
        if isinstance(value, list):
            return [self._structure(item, (*path, index)) for index, item in enumerate(value)]
        if isinstance(value, Mapping) and "tensor" in value:
            ref = self._reference(value["tensor"], (*path, "tensor"))
            output = value.get("output", 0)
            return ref._replace(output=output) if isinstance(output, int) and output >= 0 else ref
        if isinstance(value, Mapping):
            return {key: self._structure(item, (*path, key)) for key, item in value.items()}
        self._problem(
            "wrong_type", path, f"An input is the name of a layer, and not {type_word(value)}"
        )
        return TensorRef("", path=path)

    def _reference(self, name: object, path: Path) -> TensorRef:
        if isinstance(name, str) and name in self.labels:
            return self.labels[name]._replace(path=path)
        return TensorRef(name if isinstance(name, str) else "", path=path)

    def _unknown_reference(self, name: str, path: Path) -> None:
        self.problems.append(unknown_reference(name, path, self.labels))

    # outputs

    def _outputs(self, value: Mapping[str, Any]) -> None:
        if value.get("outputs") is None:
            ref = self.previous.ref
            self.network.outputs = ref if ref is not None else []
            return
        self.network.sequential = False
        self.network.outputs = self._structure(value["outputs"], (*self.path, "outputs"))


def unknown_reference(name: str, path: Path, known: Mapping[str, object]) -> Problem:
    """A name that no layer has."""
    from kspec.spec.suggest import nearest

    meant = nearest(name, known)
    return Problem(
        "unknown_reference",
        path,
        f'There is no layer "{name}"',
        help=f'Did you mean "{meant}"?' if meant else "",
        suggestion=f'"{meant}"' if meant else None,
    )


def unknown_layer(name: str) -> Problem:
    """A class name that Keras does not have, with the nearest that it does; the path is the
    caller's to set.
    """
    from kspec.spec.suggest import nearest

    meant = nearest(name, LAYERS.names())
    return Problem(
        "unknown_layer",
        (),
        f'Keras has no layer "{name}"',
        help=f'Did you mean "{meant}"?'
        if meant
        else 'A class of your own is written "package.module:Class".',
        suggestion=f'"{meant}"' if meant else None,
    )


def _is_single_input(inputs: Mapping[str, Any]) -> bool:
    return bool(inputs) and all(
        key in _INPUT_KEYS | {"lint"}
        and not (isinstance(item, Mapping) and key not in {"dtype", "lint"})
        for key, item in inputs.items()
    )
