"""A network in the native spec: a list of layers, each taking the one before unless it says
otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kspec.spec.dialects.native_inputs import InputReader, Previous
from kspec.spec.layers.base import Layer
from kspec.spec.layers.models import Functional, is_model
from kspec.spec.named import Named, custom_problem, is_custom, type_word
from kspec.spec.network import Call, Network, Node, TensorRef, references
from kspec.spec.problem import Path, Problem
from kspec.spec.registry import LAYERS
from kspec.spec.shapes import Structure
from kspec.spec.validation import validate

if TYPE_CHECKING:
    from kspec.spec.described import Described

WIRING = frozenset(("type", "inputs", "call", "lint"))
"""The keys of a layer entry that are not fields of its class."""


class NetworkReader:
    """Reads one network, nested ones included; what is wrong goes to ``problems``."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems

    def read(self, value: Mapping[str, Any], path: Path, name: str) -> Network:
        """The network of a mapping with ``layers`` and perhaps ``inputs`` and ``outputs``."""
        return _Builder(self.problems, value, path, name).network


class _Builder(InputReader):
    def __init__(
        self, problems: list[Problem], value: Mapping[str, Any], path: Path, name: str
    ) -> None:
        super().__init__(problems, path, name)
        layers = value.get("layers")
        entries = layers if isinstance(layers, list) else []
        if not isinstance(layers, list):
            self.problem(
                "wrong_type",
                (*path, "layers"),
                f'"layers" must be a list, and is {type_word(layers)}',
            )
        self.names.reserve(entries)
        self.read_inputs(value, entries)
        for index, entry in enumerate(entries):
            self._entry(entry, (*path, "layers", index))
        self._outputs(value)
        if not entries and isinstance(layers, list):
            self.problem("invalid_value", (*path, "layers"), "The network has no layers")

    # layers

    def _entry(self, entry: object, path: Path) -> None:
        if not isinstance(entry, dict):
            help_ = f'Write {{"type": "{entry}"}}.' if isinstance(entry, str) else ""
            message = f"A layer must be an object, and is {type_word(entry)}"
            self.problem("wrong_type", path, message, help=help_)
            self._opaque("layer", path)
        elif "type" not in entry and isinstance(entry.get("layer"), str):
            self._shared(entry, path)
        elif not isinstance(entry.get("type"), str):
            kind = "wrong_type" if "type" in entry else "missing_field"
            where = (*path, "type") if "type" in entry else path
            self.problem(kind, where, 'A layer needs "type", the name of its class')
            self._wire(self._opaque("layer", path, entry.get("name")), entry, path)
        elif entry["type"] == "InputLayer":
            node = self.read_input(entry, path, None)
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
        called = LAYERS.canonical(class_name)
        given = entry.get("name")
        name = given if isinstance(given, str) else self.names.fresh(called.rpartition(":")[2])
        node = Node(
            name,
            called,
            layer,
            path=path,
            fields_path=path,
            name_path=(*path, "name") if isinstance(given, str) else path,
        )
        node.given = fields if layer is None else None
        self.add(node, path)
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
        self._drop_input_shapes(cls, fields, path)
        layer, problems = validate(cls, fields, path, (*path, "type"))
        self.problems.extend(problems)
        return layer if isinstance(layer, Layer) else None

    def _drop_input_shapes(self, cls: type[Described], fields: dict[str, Any], path: Path) -> None:
        """Keras takes these with a warning, and looks at them on the first layer only."""
        takes = issubclass(cls, Layer) and cls.only_base_fields is None
        for key in ("input_shape", "input_dim"):
            if takes and key in fields and key not in cls.written():
                del fields[key]
                self.problem(
                    "deprecated_argument",
                    (*path, key),
                    f'"{key}" does nothing here: Keras looks at it on the first layer only',
                    help="Remove it: the layer takes what the one before it gives.",
                    part="key",
                )

    def _model(self, class_name: str, fields: dict[str, Any], path: Path) -> Functional | None:
        cls = LAYERS.find(class_name)
        if cls is None or not issubclass(cls, Functional):
            return None
        own = {key: item for key, item in fields.items() if key in {"name", "trainable", "dtype"}}
        allowed = {*own, "layers", "outputs", "inputs"}
        for key in fields:
            if key not in allowed:
                message = f'{class_name} has no field "{key}"'
                self.problem("unknown_field", (*path, key), message, part="key")
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
        self.add(node, path)
        call = () if self.previous.ref is None else (self.previous.ref,)
        if not isinstance(name, str):
            node.calls.append(Call(call, {}, path))
            self.previous = Previous(TensorRef(node.name))
        return node

    # wiring

    def _shared(self, entry: Mapping[str, Any], path: Path) -> None:
        """``{"layer": "encoder", "inputs": ...}``: one more call of a layer that has a name
        already.
        """
        self.network.sequential = False
        for key in entry:
            if key not in {"layer", "inputs", "call", "name", "lint"}:
                message = f'A call of a shared layer has no field "{key}"'
                self.problem("unknown_field", (*path, key), message, part="key")
        target = self.network.nodes.get(entry["layer"])
        if target is None:
            self.references.unknown(entry["layer"], (*path, "layer"))
            self._opaque("layer", path)
            return
        label = entry.get("name")
        if isinstance(label, str):
            if label in self.references.labels:
                self.problem(
                    "duplicate_layer_name", (*path, "name"), f'The name "{label}" is given twice'
                )
            self.references.labels[label] = TensorRef(target.name, len(target.calls))
        self._wire(target, entry, path)

    def _wire(self, node: Node, entry: Mapping[str, Any], path: Path) -> None:
        if node.layer is None and node.calls:
            return
        layer = node.layer
        spreads = layer is not None and layer.spreads_inputs
        if isinstance(layer, Functional) and isinstance(entry.get("inputs"), Mapping):
            own = entry.get("call")
            wired = {"inputs": own["inputs"]} if isinstance(own, dict) and "inputs" in own else {}
            args = self._arguments(wired, (*path, "call") if wired else path, spreads=False)
            kwargs: dict[str, Structure] = {}
        else:
            merges = layer is not None and layer.role == "merge"
            args = self._arguments(entry, path, spreads=spreads, merges=merges)
            kwargs = self._call_arguments(entry, path)
            if "value" in kwargs and spreads and len(args) > 1 and args[0] is args[1]:
                # One tensor is query and value at once, unless the call names the value.
                args = args[:1]
        where = (*path, "inputs") if "inputs" in entry else path
        node.calls.append(Call(args, kwargs, where))
        self.previous = Previous(TensorRef(node.name, len(node.calls) - 1))

    def _arguments(
        self, entry: Mapping[str, Any], path: Path, *, spreads: bool, merges: bool = False
    ) -> tuple[Structure, ...]:
        if "inputs" not in entry:
            if self.previous.ref is None:
                return ()
            if self.previous.ambiguous:
                names = ", ".join(f'"{ref.layer}"' for ref in references(self.network.inputs))
                self.problem(
                    "missing_field",
                    path,
                    "The network has several inputs, and this layer does not say which it takes",
                    help=f'Add "inputs": one of {names}.',
                )
            ref = self.previous.ref
            return (ref, ref) if spreads else (ref,)
        self.network.sequential = False
        structure = self.references.structure(entry["inputs"], (*path, "inputs"))
        if isinstance(structure, list) and len(structure) == 1 and not merges:
            structure = structure[0]
        if spreads and isinstance(structure, list):
            return tuple(structure)
        return (structure, structure) if spreads else (structure,)

    def _call_arguments(self, entry: Mapping[str, Any], path: Path) -> dict[str, Structure]:
        call = entry.get("call", {})
        if not isinstance(call, dict):
            message = f'"call" must be an object, and is {type_word(call)}'
            self.problem("wrong_type", (*path, "call"), message)
            return {}
        if call:
            self.network.sequential = False
        return {
            key: self.references.literal(item, (*path, "call", key)) for key, item in call.items()
        }

    # outputs

    def _outputs(self, value: Mapping[str, Any]) -> None:
        if value.get("outputs") is None:
            ref = self.previous.ref
            self.network.outputs = ref if ref is not None else []
            return
        self.network.sequential = False
        self.network.outputs = self.references.structure(value["outputs"], (*self.path, "outputs"))


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
