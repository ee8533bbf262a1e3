"""Inputs of a network in a native spec, and the state of the reader of its layers."""

from collections.abc import Mapping
from typing import Any

from kspec.named_tuple import NamedTuple
from kspec.spec.dialects.native_wiring import References
from kspec.spec.layers.input import InputLayer
from kspec.spec.named import type_word
from kspec.spec.naming import NameGiver, slash_problems
from kspec.spec.network import Call, Network, Node, TensorRef, references
from kspec.spec.problem import Path, Problem, Related
from kspec.spec.unknown import Unknown
from kspec.spec.validation import validate

_SHAPE_KEYS = frozenset(("shape", "batch_shape", "input_shape", "batch_input_shape"))
_INPUT_KEYS = _SHAPE_KEYS | InputLayer.model_fields.keys()
_ARRANGED = '"input_layers" says how the model takes what "inputs" declares.'


class Previous(NamedTuple):
    """The tensor that the next layer takes by its place: none before the first input is known."""

    ref: TensorRef | None
    ambiguous: bool = False


class InputReader:
    """Builder of a network: its nodes, names and references, and the readers of its inputs."""

    def __init__(self, problems: list[Problem], path: Path, name: str) -> None:
        self.problems = problems
        self.path = path
        self.network = Network(name, path=path, sequential=True)
        self.names = NameGiver()
        self.references = References(problems)
        self.previous = Previous(None)

    def problem(self, kind: str, path: Path, message: str, **more: Any) -> None:
        """Add a problem at a path."""
        self.problems.append(Problem(kind, path, message, **more))

    def add(self, node: Node, path: Path) -> None:
        """Put a node into the network, under a name of its own."""
        self.problems.extend(slash_problems(node.name, node.name_path))
        first = self.network.nodes.get(node.name)
        if first is not None:
            self.problem(
                "duplicate_layer_name",
                node.name_path,
                f'The name "{node.name}" is given twice',
                help="Every layer of a network needs a name of its own.",
                related=(Related(first.name_path, "first given here"),),
            )
            node.name = self.names.fresh(node.name)
        self.network.add(node)
        self.references.labels.setdefault(node.name, TensorRef(node.name))

    def read_inputs(self, value: Mapping[str, Any], entries: list[Any]) -> None:
        """Read the inputs: one, several by name or in a list, or that of the first layer."""
        inputs = value.get("inputs")
        where = (*self.path, "inputs")
        if inputs is None:
            self._implied_input(entries)
        elif isinstance(inputs, dict) and _is_single_input(inputs):
            self.read_input(inputs, where, None)
        elif isinstance(inputs, dict):
            self.network.sequential = False
            for name, item in inputs.items():
                self.read_input(item, (*where, name), name)
        elif isinstance(inputs, list) and all(isinstance(item, dict) for item in inputs):
            self.network.sequential = len(inputs) == 1
            for index, item in enumerate(inputs):
                self.read_input(item, (*where, index), None)
        else:
            help_ = 'For example {"shape": [28, 28, 1]}, or an object of these by name.'
            message = f'"inputs" must be an object, and is {type_word(inputs)}'
            self.problem("wrong_type", where, message, help=help_)
        self.network.inputs = [
            TensorRef(node.name) for node in self.network.nodes.values() if node.is_input
        ]

    def arrange_inputs(self, value: Mapping[str, Any]) -> None:
        """Set the structure of the model's inputs: a tensor alone, several in a list, unless there
        are ``input_layers``.
        """
        declared = references(self.network.inputs)
        if value.get("input_layers") is not None:
            self.network.sequential = False
            where = (*self.path, "input_layers")
            self.network.inputs = self.references.structure(value["input_layers"], where)
            self._check_arranged(declared, where)
        elif len(declared) == 1 and not self.network.sequential:
            (self.network.inputs,) = declared

    def _check_arranged(self, declared: list[TensorRef], where: Path) -> None:
        arranged = {ref.layer: ref for ref in references(self.network.inputs)}
        left_out = [ref.layer for ref in declared if ref.layer not in arranged]
        nodes = [(ref, self.network.nodes.get(name)) for name, ref in arranged.items()]
        for ref, node in nodes:
            if node is not None and not node.is_input:
                message = f'"{ref.layer}" is no input of the network'
                self.problem("wrong_reference", ref.path, message, help=_ARRANGED)
        if left_out and all(node is not None and node.is_input for _, node in nodes):
            message = f'"input_layers" leaves out the input "{left_out[0]}"'
            self.problem("wrong_reference", where, message, help=_ARRANGED)

    def _implied_input(self, entries: list[Any]) -> None:
        """Read the input of the first layer, as in Keras 2: its ``input_shape``, or an unknown
        one.
        """
        first = entries[0] if entries and isinstance(entries[0], dict) else {}
        is_known = not isinstance(first.get("type"), Unknown)
        if is_known and first.get("type") == "InputLayer":
            return
        for key in ("input_shape", "batch_input_shape", "input_dim"):
            if is_known and key in first and not (key == "input_dim" and "output_dim" in first):
                shape = [first[key]] if key == "input_dim" else first[key]
                field = "batch_shape" if key == "batch_input_shape" else "shape"
                self.problem(
                    "deprecated_argument",
                    (*self.path, "layers", 0, key),
                    f'"{key}" on a layer is the Keras 2 way to give the input\'s shape',
                    help=f'Write "inputs": {{"{field}": ...}} at the top instead.',
                    part="key",
                )
                self.read_input({field: shape}, (*self.path, "layers", 0), None, (key,))
                return
        self.network.implicit_input = True
        node = self.read_input({}, self.path, None)
        node.layer = InputLayer()

    def read_input(self, item: object, path: Path, name: str | None, field: Path = ()) -> Node:
        """Read an input; the next layer takes it unless another input follows."""
        if not isinstance(item, dict):
            help_ = 'For example {"shape": [28, 28, 1]}.'
            self.problem(
                "wrong_type",
                path,
                f"An input must be an object, and is {type_word(item)}",
                help=help_,
            )
            item = {}
        fields = {key: inner for key, inner in item.items() if key not in {"type", "lint"}}
        layer, problems = validate(InputLayer, fields, path, path)
        self.problems.extend(problems)
        named = layer is not None and "name" not in layer.unknown_fields
        own = layer.name if layer is not None and named else None
        node = Node(
            name or own or self.names.fresh("InputLayer"),
            "InputLayer",
            layer,
            path=path,
            fields_path=path + field,
            name_path=path,
        )
        node.calls.append(Call((), {}, path))
        self.add(node, path)
        several = self.previous.ref is not None
        self.previous = Previous(TensorRef(node.name), ambiguous=several)
        return node


def declares_inputs(entry: Mapping[str, Any]) -> bool:
    """Whether the ``inputs`` of a model among the layers are its own, and no tensor that it
    takes.
    """
    inputs = entry.get("inputs")
    return isinstance(inputs, Mapping) and not isinstance(inputs.get("tensor"), str)


def _is_single_input(inputs: Mapping[str, Any]) -> bool:
    """Whether the keys are fields of one input, and no names of several: those hold objects."""
    if any(key in _SHAPE_KEYS and not isinstance(item, dict) for key, item in inputs.items()):
        return True
    return bool(inputs) and all(
        key in _INPUT_KEYS | {"lint"}
        and not (isinstance(item, dict) and key not in {"dtype", "lint"})
        for key, item in inputs.items()
    )
