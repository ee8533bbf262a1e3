"""A spec as Keras code that a person would write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.spec.described import Described
from kspec.spec.dialects.keras_writer import keras_module
from kspec.spec.dialects.native_operations import function_of
from kspec.spec.dialects.native_writer import short_form
from kspec.spec.dialects.python_text import Names, argument, quoted
from kspec.spec.dialects.unsaid import for_all_axes, is_default, says_nothing
from kspec.spec.dialects.whole import check_whole
from kspec.spec.layers.base import Layer
from kspec.spec.layers.input import InputLayer
from kspec.spec.layers.models import Functional
from kspec.spec.named import Custom
from kspec.spec.network import Application, Call, Network, Node, TensorRef
from kspec.spec.operations.base import Operation
from kspec.spec.propagation import propagate
from kspec.spec.shapes import Array, Tensor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.spec.model import ModelSpec
    from kspec.spec.shapes import Structure


def python_code(spec: ModelSpec) -> str:
    """A module that builds the model as ``model`` and compiles it when the spec does.

    Raises `ValueError` for a layer that kspec does not know, and for a network that is not whole.
    Operations of ``keras.ops`` are called as functions, and Keras names them itself.
    """
    check_whole(spec.network)
    lines = ["import keras", "from keras import layers", ""]
    if spec.dtype_policy is not None:
        lines += [f"keras.config.set_dtype_policy({quoted(spec.dtype_policy)})", ""]
    lines += _Code(spec.network, Names()).lines("model")
    if spec.compile is not None:
        lines += ["", *_compile(spec.compile)]
    return "\n".join(lines) + "\n"


class _Code:
    """The code of one network; each tensor is a variable named after its layer."""

    def __init__(self, network: Network, names: Names) -> None:
        self.network = network
        self.names = names
        self.variables: dict[Application, str] = {}
        self.layers: dict[str, str] = {}
        self.shared = {node.name for node in network.nodes.values() if len(node.calls) > 1}
        self.results = propagate(network).results

    def lines(self, variable: str) -> list[str]:
        """Statements that end with the model in a variable."""
        if self.network.sequential:
            return self._stack(variable)
        lines: list[str] = []
        for name, index in self.results:
            node = self.network.nodes[name]
            result, before = self._result(node, node.calls[index])
            target = self.variables[name, index] = self.names.fresh(name)
            lines += [*before, f"{target} = {result}"]
        inputs, outputs = self._tensors(self.network.inputs), self._tensors(self.network.outputs)
        return [
            *lines,
            f"{variable} = keras.Model({inputs}, {outputs}, name={quoted(self.network.name)})",
        ]

    def _result(self, node: Node, call: Call) -> tuple[str, list[str]]:
        """The expression that gives what a call gives, and statements that have to come before."""
        if node.layer is not None and not node.layer.listed:
            return self._operation(node, call), []
        layer, before = self._layer(node)
        return (layer if node.is_input else f"{layer}({self._arguments(call)})"), before

    def _operation(self, node: Node, call: Call) -> str:
        operation = node.layer
        if isinstance(operation, Operation) and operation.in_brackets:
            return self._picked(*call.args)
        function = function_of(node.class_name)
        if function is None:
            message = f'"{node.name}" ({node.class_name}) is no function of keras.ops'
            raise ValueError(message)
        given = {key: _expression(value) for key, value in (node.given or {}).items()}
        leads = operation.leads if isinstance(operation, Operation) else None
        first = [given[leads]] if leads in given else []
        fields = [argument(key, text) for key, text in given.items() if key not in {"name", leads}]
        return f"{function}({', '.join([*first, self._arguments(call), *fields])})"

    def _picked(self, x: Structure, key: Structure) -> str:
        keys = key if isinstance(key, list | tuple) else [key]
        return f"{self._tensors(x)}[{', '.join(map(self._subscript, keys))}]"

    def _subscript(self, key: Structure) -> str:
        if not isinstance(key, slice):
            return self._tensors(key)
        start, stop, step = ("" if one is None else self._tensors(one) for one in _bounds(key))
        return f"{start}:{stop}:{step}" if step else f"{start}:{stop}"

    def _stack(self, variable: str) -> list[str]:
        before: list[str] = []
        items = []
        for node in self.network.nodes.values():
            if not (node.is_input and self.network.implicit_input):
                layer, lines = self._layer(node)
                before += lines
                items.append(f"        {layer},")
        opening = [f"{variable} = keras.Sequential(", "    [", *items, "    ],"]
        return [*before, *opening, f"    name={quoted(self.network.name)},", ")"]

    def _layer(self, node: Node) -> tuple[str, list[str]]:
        """The expression that gives the layer, and statements that have to come before it."""
        layer = node.layer
        if layer is None:
            message = f'"{node.name}" ({node.class_name}) cannot be written as a layer'
            raise ValueError(message)
        if node.name in self.layers:
            return self.layers[node.name], []
        if isinstance(layer, Functional):
            variable = self.layers[node.name] = self.names.fresh(f"{node.name}_model")
            return variable, [*_Code(layer.network, self.names).lines(variable), ""]
        text = layer_code(node, layer)
        if node.name not in self.shared:
            return text, []
        variable = self.layers[node.name] = self.names.fresh(f"{node.name}_layer")
        return variable, [f"{variable} = {text}"]

    def _arguments(self, call: Call) -> str:
        positional = [self._tensors(item) for item in call.args]
        named = [
            argument(key, self._tensors(value))
            for key, value in call.kwargs.items()
            if not says_nothing(key, value)
        ]
        return ", ".join([*positional, *named])

    def _tensors(self, structure: Structure) -> str:
        if isinstance(structure, TensorRef):
            return self._tensor(structure)
        if isinstance(structure, Array):
            stated = structure.written["config"]
            value, dtype = quoted(stated["value"]), quoted(stated["dtype"])
            return f"keras.ops.convert_to_tensor({value}, dtype={dtype})"
        if isinstance(structure, slice):
            return f"slice({', '.join(map(self._tensors, _bounds(structure)))})"
        if isinstance(structure, list | tuple):
            return "[" + ", ".join(self._tensors(item) for item in structure) + "]"
        if isinstance(structure, dict):
            return (
                "{"
                + ", ".join(
                    f"{quoted(key)}: {self._tensors(item)}" for key, item in structure.items()
                )
                + "}"
            )
        return "..." if structure is ... else quoted(structure)

    def _tensor(self, ref: TensorRef) -> str:
        application = (ref.layer, ref.call)
        places = list(_places(self.results[application].output))
        return self.variables[application] + places[ref.output]


def _bounds(piece: slice) -> tuple[Structure, Structure, Structure]:
    return piece.start, piece.stop, piece.step


def _places(output: Structure) -> Iterator[str]:
    """The subscripts of every tensor of an output, in Keras's order."""
    if isinstance(output, Tensor):
        yield ""
    elif isinstance(output, dict):
        for key in sorted(output):
            yield from (f"[{quoted(key)}]{place}" for place in _places(output[key]))
    elif isinstance(output, list | tuple):
        for index, item in enumerate(output):
            yield from (f"[{index}]{place}" for place in _places(item))


def layer_code(node: Node, layer: Described) -> str:
    """The expression that makes a layer."""
    if isinstance(layer, InputLayer):
        batch, *shape = layer.full_shape or (None,)
        parts = [f"shape={_tuple(shape)}", f"name={quoted(node.name)}"]
        if batch is not None:
            parts.insert(1, f"batch_size={quoted(batch)}")
        if layer.dtype not in {None, "float32"}:
            parts.append(f"dtype={quoted(layer.dtype)}")
        return f"keras.Input({', '.join(parts)})"
    arguments = [*_arguments(layer), f"name={quoted(node.name)}"]
    module = keras_module(type(layer))
    prefix = "layers" if module == "keras.layers" else module
    return f"{prefix}.{type(layer).__name__}({', '.join(arguments)})"


def _arguments(described: Described) -> list[str]:
    arguments = []
    policy = described.usual_policy if isinstance(described, Layer) else "float32"
    usual = {"dtype": policy, "activation": "linear", "data_format": "channels_last"}
    stood_in = {
        other
        for field, other in described.replaces.items()
        if getattr(described, field) is not None
    }
    for written, (name, field) in type(described).written().items():
        value = getattr(described, name, None)
        given = name in described.model_fields_set and written != "name"
        said = field.is_required() or usual.get(written, ...) != value
        needed = said and name not in stood_in and not is_default(value, field.default)
        if given and needed:
            arguments.append(f"{written}={_expression(for_all_axes(value, field))}")
    return arguments


def _expression(value: object) -> str:
    if isinstance(value, Functional):
        message = "a model inside another layer cannot be written as an expression"
        raise ValueError(message)  # noqa: TRY004 - the spec is at fault, not the caller
    if isinstance(value, Custom):
        message = f'"{value.name}" is no class or function of Keras'
        raise ValueError(message)  # noqa: TRY004 - the spec is at fault, not the caller
    if isinstance(value, Described):
        if (text := short_form(value)) is not None:
            return quoted(text)
        module = keras_module(type(value))
        prefix = "layers" if module == "keras.layers" else module
        name = getattr(value, "name", None)
        own = (
            [f"name={quoted(name)}"]
            if name is not None and "name" in value.model_fields_set
            else []
        )
        return f"{prefix}.{type(value).__name__}({', '.join([*_arguments(value), *own])})"
    if isinstance(value, list):
        return "[" + ", ".join(_expression(item) for item in value) + "]"
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{quoted(key)}: {_expression(item)}" for key, item in value.items())
            + "}"
        )
    return quoted(value)


def _tuple(items: list[Any]) -> str:
    inner = ", ".join(map(quoted, items))
    return f"({inner},)" if len(items) == 1 else f"({inner})"


def _compile(settings: Described) -> list[str]:
    return ["model.compile(", *(f"    {text}," for text in _arguments(settings)), ")"]
