"""A functional model of a Keras file: layers, the calls that wire them, inputs and outputs."""

from collections.abc import Mapping

from kspec.spec.dialects.graph_inputs import check_ends
from kspec.spec.dialects.keras_calls import CallReader, is_triple
from kspec.spec.dialects.keras_layer import Entry, read_entries
from kspec.spec.dialects.keras_object import ModelObject, ModelReader, model_name
from kspec.spec.named import type_word
from kspec.spec.network import Call, Network, Node, TensorRef, references
from kspec.spec.problem import Path, Related
from kspec.spec.shapes import Structure, inside
from kspec.spec.written import expect


def read(reader: ModelReader, model: ModelObject) -> Network:
    """The network of a functional model."""
    return _GraphReader(reader, model).network


class _GraphReader:
    def __init__(self, reader: ModelReader, model: ModelObject) -> None:
        self.reader = reader
        self.config = model.config
        self.path = model.config_path
        name = model_name(reader, model, "functional")
        self.network = Network(name, path=model.path, sequential=False)
        self.network.name_path = model.name_path
        trainable = self.config.get("trainable")
        self.network.trainable = trainable is None or bool(trainable)
        self.nodes: dict[str, Node] = {}
        self.counts: dict[str, int] = {}
        entries = [(entry, *self._add(entry)) for entry in read_entries(reader, model)]
        calls = CallReader(self._reference, reader.problems, self.network.written)
        for entry, key, node in entries:
            self._wire(calls, entry, key, node)
        self.network.inputs = self._references("input_layers", calls)
        self.network.outputs = self._references("output_layers", calls)
        for ref in references(self.network.outputs):
            expect(self.network.written, ref)
        if self.network.nodes:
            check_ends(reader, self.network, self.path)

    # layers

    def _add(self, entry: Entry) -> tuple[str, Node]:
        outer = entry.value.get("name")
        if "name" not in entry.value:
            help_ = 'A layer of a functional model has its name beside "config" too.'
            self.reader.report("missing_field", entry.path, 'This layer has no "name"', help=help_)
        elif not isinstance(outer, str):
            where = (*entry.path, "name")
            self.reader.report(
                "wrong_type", where, f"A name is a string, and not {type_word(outer)}"
            )
        key = outer if isinstance(outer, str) else (entry.own_name or f"layer {len(self.nodes)}")
        node = entry.node(entry.own_name or key)
        if "name" in entry.value and entry.own_name in (None, outer):
            node.name_path = (*entry.path, "name")
        first = self.nodes.get(key) or self.network.nodes.get(node.name)
        if key in self.nodes and self.nodes[key].is_input:
            # Keras forgets an input, which waits for no call, where another layer takes its name.
            del self.network.nodes[self.nodes[key].name]
        elif first is not None:
            if self.counts.get(key):
                self.reader.report(
                    "duplicate_layer_name",
                    (*entry.path, "name"),
                    f'The name "{key}" is given twice',
                    help="Every layer of a model needs a name of its own.",
                    related=(Related(first.name_path, "first given here"),),
                )
            while node.name in self.network.nodes:
                node.name += "_"
            key = node.name if key in self.nodes else key
        self.nodes[key] = node
        self.counts[key] = _count(entry)
        self.network.add(node)
        return key, node

    # calls

    def _wire(self, calls: CallReader, entry: Entry, key: str, node: Node) -> None:
        for index, item in enumerate(self._inbound(entry, node)):
            before = len(self.reader.problems)
            # A call may take outputs of earlier calls of the same layer.
            self.counts[key] = index
            call = calls.read(item, (*entry.path, "inbound_nodes", index))
            if entry.kind == "unknown":
                # Its calls go unchecked: the missing class is reported.
                del self.reader.problems[before:]
            if call is not None:
                node.calls.append(call)
        self.counts[key] = _count(entry)

    def _inbound(self, entry: Entry, node: Node) -> list[object]:
        """The calls as they are written; an InputLayer has one that is not."""
        inbound = entry.value.get("inbound_nodes")
        if entry.class_name == "InputLayer":
            node.calls.append(Call((), {}, entry.path))
            inbound = []
        if "inbound_nodes" not in entry.value:
            message = f'"{node.name}" has no "inbound_nodes"'
            help_ = "They say which tensors the layer takes."
            self.reader.report("missing_field", entry.path, message, help=help_)
        elif not isinstance(inbound, list):
            message = f'"inbound_nodes" must be a list, and is {type_word(inbound)}'
            self.reader.report("wrong_type", (*entry.path, "inbound_nodes"), message)
        if isinstance(inbound, list):
            return inbound
        # Its calls are invalid, and so unknown.
        node.layer = None
        return []

    def _reference(self, name: str, call: int, output: int, path: Path) -> TensorRef:
        node = self.nodes.get(name)
        if node is None:
            return TensorRef(name, call, output, path)
        # A negative number counts from the last call, as in a list of Python.
        count = self.counts[name]
        return TensorRef(node.name, call + count if -count <= call < 0 else call, output, path)

    # ends

    def _references(self, key: str, calls: CallReader) -> Structure:
        if key not in self.config:
            self.reader.report("missing_field", self.path, f'This model\'s config has no "{key}"')
            return []
        where = (*self.path, key)
        structure = calls.structure_of_references(
            _counted_from_zero(self.config[key], self.nodes), where
        )
        if not references(structure):
            self.reader.report("invalid_value", where, f'"{key}" names no tensor')
        return [] if structure is None else structure


def _count(entry: Entry) -> int:
    inbound = entry.value.get("inbound_nodes")
    count = len(inbound) if isinstance(inbound, list) else 0
    return count + 1 if entry.class_name == "InputLayer" else count


def _counted_from_zero(value: object, nodes: Mapping[str, Node]) -> object:
    """Inputs and outputs, with the calls of nested functional models counted from 0.

    Keras counts them from 1 in these two places, and only here, as if such a model came with a
    call of its own
    (``get_tensor`` in ``keras.src.models.functional``).
    """
    if is_triple(value):
        node = nodes.get(value[0])
        counts_from_one = node is not None and node.class_name in {"Functional", "Model"}
        if not counts_from_one or not isinstance(value[1], int):
            return value
        return [value[0], value[1] - 1, value[2]]
    return inside(value, lambda item: _counted_from_zero(item, nodes))
