"""A spec as Keras code that a person would write."""

from collections.abc import Iterator

from kspec.spec.dialects.defaults import says_nothing
from kspec.spec.dialects.integrity import check_whole, models_in
from kspec.spec.dialects.native_operations import function_of
from kspec.spec.dialects.python_names import Names, passing_over
from kspec.spec.dialects.python_objects import Objects
from kspec.spec.dialects.python_text import argument, quoted
from kspec.spec.layers.models import Functional
from kspec.spec.model import ModelSpec
from kspec.spec.network import Application, Call, Network, Node, TensorRef
from kspec.spec.operations.base import Operation
from kspec.spec.propagation import propagate
from kspec.spec.shapes import Array, Structure, Tensor


def python_code(spec: ModelSpec) -> str:
    """A module that builds the model as ``model`` and compiles it when the spec does.

    Raises `ValueError` for a layer that kspec does not know, and for a network that is not whole.
    Operations of ``keras.ops`` are called as functions, and Keras names them itself.
    """
    check_whole(spec.network)
    lines = ["import keras", "from keras import layers", ""]
    if spec.dtype_policy is not None:
        lines += [f"keras.config.set_dtype_policy({quoted(spec.dtype_policy)})", ""]
    lines += passing_over(spec.network)
    objects = Objects()
    lines += _Code(spec.network, Names(), objects).lines("model")
    if spec.compile is not None:
        settings = objects.arguments(spec.compile)
        lines += ["", "model.compile(", *(f"    {text}," for text in settings), ")"]
    return "\n".join(lines) + "\n"


class _Code:
    """The code of one network; each tensor is a variable named after its layer."""

    def __init__(self, network: Network, names: Names, objects: Objects) -> None:
        self.network = network
        self.names = names
        self.objects = objects
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
        arguments = [inputs, outputs, f"name={quoted(self.network.name)}"]
        if not self.network.trainable:
            arguments.append("trainable=False")
        return [*lines, f"{variable} = keras.Model({', '.join(arguments)})"]

    def _result(self, node: Node, call: Call) -> tuple[str, list[str]]:
        """Write the expression of a call's output, and statements that have to come before."""
        if node.is_operation:
            return self._operation(node, call), []
        layer, before = self._layer(node)
        return (layer if node.is_input else f"{layer}({self._arguments(call)})"), before

    def _operation(self, node: Node, call: Call) -> str:
        operation = node.layer
        if operation is not None and operation.call_spec.in_brackets:
            return self._picked(*call.args, **call.kwargs)
        function = function_of(node.class_name)
        if function is None:
            message = f'"{node.name}" ({node.class_name}) is no function of keras.ops'
            raise ValueError(message)
        arguments = {
            key: self.objects.expression(value) for key, value in (node.given or {}).items()
        }
        leads = operation.leads if isinstance(operation, Operation) else None
        first = [arguments[leads]] if leads in arguments else []
        fields = [
            argument(key, text) for key, text in arguments.items() if key not in {"name", leads}
        ]
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
            message = f"the file does not say which module has the class {node.class_name}"
            raise ValueError(f'{message} of "{node.name}"')
        if node.name in self.layers:
            return self.layers[node.name], []
        if isinstance(layer, Functional):
            variable = self.layers[node.name] = self.names.fresh(f"{node.name}_model")
            return variable, self._model(layer, variable)
        before: list[str] = []
        for model in models_in(layer):
            variable = self.objects.models[id(model)] = self.names.fresh(f"{node.name}_model")
            before += self._model(model, variable)
        text = self.objects.layer(node, layer)
        if node.name not in self.shared:
            return text, before
        variable = self.layers[node.name] = self.names.fresh(f"{node.name}_layer")
        return variable, [*before, f"{variable} = {text}"]

    def _model(self, model: Functional, variable: str) -> list[str]:
        return [*_Code(model.network, self.names, self.objects).lines(variable), ""]

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
