"""Networks in the native spec: a list of layers, each taking the output of the one before by
default.
"""

from collections.abc import Mapping
from typing import Any

from kspec.spec.dialects.native_calls import Wirer
from kspec.spec.dialects.native_inputs import Previous, declares_inputs
from kspec.spec.layers.base import Layer
from kspec.spec.layers.models import Functional, is_model
from kspec.spec.named import Named, custom_problem, is_custom, type_word
from kspec.spec.naming import OPERATIONS
from kspec.spec.network import Call, Network, Node, TensorRef, references
from kspec.spec.problem import Path, Problem
from kspec.spec.registry import LAYERS
from kspec.spec.spec_object import SpecObject
from kspec.spec.unknown import Unknown, UnknownLayer, holds_unknown
from kspec.spec.validation import validate

NETWORK_KEYS = ("inputs", "input_layers", "layers", "outputs")
"""Keys of a network, at the top and in a model among the layers."""
WIRING = frozenset(("type", "inputs", "call", "lint"))
"""The keys of a layer entry that are not fields of its class."""
_FLAT = 'A spec has the fields beside the class: {"type": "Dense", "units": 10}.'


def read_network(
    value: Mapping[str, Any], path: Path, name: str, problems: list[Problem]
) -> Network:
    """The network of a mapping with ``layers`` and perhaps ``inputs`` and ``outputs``; adds to
    ``problems``.
    """
    return _Builder(problems, value, path, name).network


class _Builder(Wirer):
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
        self.arrange_inputs(value)
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
        elif isinstance(entry.get("type"), Unknown):
            self.wire(self._unseen(entry["type"], entry.get("name"), path), entry, path)
        elif not isinstance(entry.get("type"), str):
            kind = "wrong_type" if "type" in entry else "missing_field"
            where = (*path, "type") if "type" in entry else path
            help_ = _FLAT if "class_name" in entry else ""
            self.problem(kind, where, 'A layer needs "type", the name of its class', help=help_)
            self.wire(self._opaque("layer", path, entry.get("name")), entry, path)
        elif entry["type"] == "InputLayer":
            node = self.read_input(entry, path, None)
            self.network.inputs = [*references(self.network.inputs), TensorRef(node.name)]
        else:
            node = self._layer(entry, path)
            self.wire(node, entry, path)

    def _layer(self, entry: Mapping[str, Any], path: Path) -> Node:
        class_name = entry["type"]
        if class_name.startswith(OPERATIONS):
            return self._operation(class_name, entry, path)
        skipped = WIRING - {"inputs"} if is_model(class_name) else WIRING
        fields = {key: item for key, item in entry.items() if key not in skipped}
        if self.network.nodes and path[-1] == 0:
            for key in ("input_shape", "batch_input_shape"):
                fields.pop(key, None)
            if "input_dim" in fields and "output_dim" not in fields:
                fields.pop("input_dim")
        layer = self._described(class_name, fields, path)
        node = self._node(LAYERS.canonical(class_name), layer, entry.get("name"), path)
        node.given = fields if layer is None else None
        return node

    def _operation(self, function: str, entry: Mapping[str, Any], path: Path) -> Node:
        from kspec.spec.dialects import native_operations as operations
        from kspec.spec.dialects.operation_functions import functions

        class_name = functions().get(function)
        if class_name is None:
            problem = operations.unknown_function(function)
            self.problems.append(problem._replace(path=(*path, "type")))
            return self._node(function.removeprefix(OPERATIONS), None, entry.get("name"), path)
        skipped = WIRING | operations.call_arguments(class_name)
        fields = {key: item for key, item in entry.items() if key not in skipped}
        described = operations.described_by(class_name)
        fields |= operations.settled(described, fields)
        layer, problems = validate(described, fields, path, (*path, "type"))
        self.problems.extend(problems)
        node = self._node(
            class_name, layer if isinstance(layer, Layer) else None, entry.get("name"), path
        )
        node.given = fields
        return node

    def _node(self, class_name: str, layer: Layer | None, entry: object, path: Path) -> Node:
        name = entry if isinstance(entry, str) else self.names.fresh(class_name.rpartition(":")[2])
        where = (*path, "name") if isinstance(entry, str) else path
        node = Node(name, class_name, layer, path=path, fields_path=path, name_path=where)
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

    def _drop_input_shapes(self, cls: type[SpecObject], fields: dict[str, Any], path: Path) -> None:
        """Remove ``input_shape`` and ``input_dim``, which Keras takes with a warning, and reads on
        the first layer only.
        """
        takes = issubclass(cls, Layer) and cls.serialization.base_fields is None
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
        unsure = frozenset(key for key in ("trainable",) if holds_unknown(own.get(key)))
        allowed = {*own, *NETWORK_KEYS}
        for key in fields:
            if key not in allowed:
                message = f'{class_name} has no field "{key}"'
                help_ = 'Leave it out. The shape of what goes in is "inputs": {"shape": [...]}.'
                self.problem("unknown_field", (*path, key), message, part="key", help=help_)
        header, problems = validate(Layer, own, path, (*path, "type"))
        self.problems.extend(problems)
        inner = fields if declares_inputs(fields) else {**fields, "inputs": None}
        name = own.get("name")
        named = name if isinstance(name, str) else class_name.lower()
        network = read_network(inner, path, named, self.problems)
        trainable = header.trainable if isinstance(header, Layer) and not unsure else True
        # Keras passes over the flag of a stack when it makes one of its config.
        network.trainable = trainable or cls.sequential
        model_class: type[SpecObject] = cls
        if unsure:
            from kspec.spec.partial import with_unknown

            model_class = with_unknown(cls, unsure)
        assert issubclass(model_class, Functional)  # noqa: S101 - a class made of this one
        return model_class.of(network, {"name": name, "trainable": trainable})

    def _opaque(self, class_name: str, path: Path, name: object = None) -> Node:
        own = name if isinstance(name, str) else self.names.fresh(class_name)
        node = Node(own, class_name, None, path=path, fields_path=path, name_path=path)
        self.add(node, path)
        call = () if self.previous.ref is None else (self.previous.ref,)
        if not isinstance(name, str):
            node.calls.append(Call(call, {}, path))
            self.previous = Previous(TensorRef(node.name))
        return node

    def _unseen(self, unknown: Unknown, name: object, path: Path) -> Node:
        """Add a layer of which only the name, and perhaps the output shape, is known."""
        from kspec.spec.layers.opaque import Unseen

        plain = "".join(char for char in unknown.name if char.isalnum() or char == "_")
        own = name if isinstance(name, str) else self.names.fresh(plain or "layer")
        layer = None
        if isinstance(unknown, UnknownLayer) and (unknown.sizes, unknown.weights) != (None, None):
            layer = Unseen.giving(unknown.sizes, unknown.weights)
        node = Node(own, unknown.name, layer, path=path, fields_path=path, name_path=path)
        self.add(node, path)
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
                help_ = "Leave it out: the layer has its fields where it is made."
                self.problem("unknown_field", (*path, key), message, part="key", help=help_)
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
        self.wire(target, entry, path)

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
    from kspec.spec.dialects.removed_layers import foreign_layer, removed_layer
    from kspec.spec.suggest import nearest

    message = f'Keras has no layer "{name}"'
    if help_ := removed_layer(name) or foreign_layer(name):
        return Problem("unknown_layer", (), message, help_)
    own = 'A class of your own is written "package.module:Class".'
    return Problem("unknown_layer", (), message, own).meaning(nearest(name, LAYERS.names()))
