"""Graph behind the outputs of a model: its calls in order, and their labels."""

import ast
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from kspec.code.data.array import Array
from kspec.code.keras.stand_ins import stand_in
from kspec.code.keras.values import (
    SPREAD,
    Application,
    Argument,
    Facts,
    Layer,
    Model,
    OnWeights,
    Opaque,
    Operation,
    Tensor,
    is_input,
    tensors_in,
    tensors_of,
)
from kspec.code.values import Call, Dict, List, Place, Unknown, Value
from kspec.named_tuple import NamedTuple
from kspec.spec.registry import LAYERS

_QUERY = ("query", "value", "key")


class Step(NamedTuple):
    """Call of a layer: its label, and the label of an earlier call of the same layer."""

    application: Application
    label: str
    again: str | None


class Graph:
    """All calls that lead to the outputs of a model."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.inputs: dict[str, Layer] = {}
        self.steps: list[Step] = []
        self.complete = self.certain = _is_whole(model.inputs) and _is_whole(model.outputs)
        self.repeated: list[Layer] = []
        """Layers whose name another layer has, too."""
        self.unlisted: list[Layer] = []
        """Inputs that the outputs need and the model does not list."""
        self._labels: dict[int, str] = {}
        """The label of each call, by the identity of its arguments."""
        self._names: dict[int, str] = {}
        """The label of each layer's first call, by the identity of the layer."""
        self._traversal: dict[int, int] = {}
        """The place of each layer in a walk from the outputs, by its identity."""
        self._taken: set[str] = set()
        self._own: set[str] = set()
        """The names that the code gives to layers."""
        self._boundary: dict[tuple[int, int], str] = {}
        self._unknown: dict[int, str] = {}
        """The names of inputs that are unknown values, by their identity."""
        for one in in_order(model.inputs):
            if isinstance(one, Unknown):
                self._unknown_input(one)
            for tensor in tensors_in(one):
                self._input(tensor)
        for tensor in tensors_in(model.outputs):
            self._visit(tensor)

    def _input(self, tensor: Tensor) -> None:
        layer: Any = tensor.application.layer
        if not is_input(layer):
            # A tensor inside of another model: Keras puts a new input in its place.
            facts, place = tensor.facts or Facts(), tensor.application.place
            self.complete = self.complete and facts.certain
            layer = stand_in(facts.sizes(place), facts.dtype, place).application.layer
        name = self._name_of(layer)
        self.inputs[name] = layer
        self._boundary[_mark(tensor)] = name

    def _unknown_input(self, value: Unknown) -> None:
        """An input that the code does not show, beside others."""
        self.complete = False
        place = value.place if isinstance(value.place, ast.AST) else self.model.place
        name = self._fresh(value.name if value.name.isidentifier() else "input")
        fields = {"shape": Argument(value.called("shape"), place)}
        self.inputs[name] = Layer("layer", "InputLayer", fields, Call(place))
        self._unknown[id(value)] = name

    def _name_of(self, layer: Layer | Opaque | Model) -> str:
        """The name of a layer: its own, or the one that Keras gives it."""
        own = _own_name(layer)
        if isinstance(own, Unknown) or own == "":  # which a spec cannot name
            self.complete = False
        if isinstance(own, str) and own in self._own and isinstance(layer, Layer):
            self.repeated.append(layer)
        self._own.add(own if isinstance(own, str) else "")
        is_named = isinstance(own, str) and own
        return self._fresh(own if is_named else layer.state.get("<name>", "layer"))

    def _fresh(self, name: str) -> str:
        label, count = name, 0
        while label in self._taken:
            count += 1
            label = f"{name}_{count}"
        self._taken.add(label)
        return label

    def _visit(self, tensor: Tensor) -> None:
        """Take in the calls behind a tensor, those first that others need."""
        waiting: list[tuple[Application, bool]] = [(tensor.application, False)]
        while waiting:
            application, ready = waiting.pop()
            self._traversal.setdefault(id(application.layer), len(self._traversal))
            if self._known(application):
                continue
            if ready:
                self._add(application)
                continue
            waiting.append((application, True))
            before = [one for one in tensors_of(application) if not self._is_cut(one)]
            waiting.extend((one.application, False) for one in reversed(before))

    def _is_cut(self, tensor: Tensor) -> bool:
        """Whether a new input takes the place of a tensor."""
        return _mark(tensor) in self._boundary and not is_input(tensor.application.layer)

    def _known(self, application: Application) -> bool:
        if id(application) in self._labels:
            return True
        layer = application.layer
        if isinstance(layer, Opaque) and id(layer.reason) in self._unknown and not application.args:
            self._labels[id(application)] = self._unknown[id(layer.reason)]
            return True
        if (id(application), 0) in self._boundary:
            return not tensors_of(application)
        return False

    def _add(self, application: Application) -> None:
        layer = application.layer
        if is_input(layer):
            # An input that the model does not name: Keras refuses it, or its inputs are not known.
            self.complete = False
            self.unlisted.append(layer)
            name = self._name_of(layer)
            self.inputs[name] = layer
            self._boundary[(id(application), 0)] = name
            self._labels[id(application)] = name
            return
        first = self._names.get(id(layer))
        label = self._name_of(layer) if first is None else self._fresh(f"{first}_call")
        if first is None:
            self._names[id(layer)] = label
        hidden = isinstance(layer, Opaque) and layer.owner is None
        hidden = hidden and not isinstance(layer, OnWeights)
        if hidden or not all(map(_is_whole, application.args)):
            self.complete = self.certain = False
        self._labels[id(application)] = label
        self.steps.append(Step(application, label, first))

    @cached_property
    def layers(self) -> list[Value]:
        """The layers as Keras lists them: by depth from the outputs, then by traversal."""
        calls: dict[int, int] = {}
        depths: dict[Layer | Opaque | Model, int] = {}
        for step in reversed(self.steps):
            layer, depth = step.application.layer, calls.get(id(step.application), 0)
            depths[layer] = depth = max(depth, depths.get(layer, 0))
            for one in tensors_of(step.application):
                calls[id(one.application)] = max(depth + 1, calls.get(id(one.application), 0))
        for (mark, _), name in self._boundary.items():
            depths[self.inputs[name]] = calls.get(mark, 0)
        layers = (one for one in depths if not isinstance(one, Operation))
        return sorted(layers, key=lambda one: (-depths[one], self._traversal.get(id(one), -1)))

    def reference(self, value: Value) -> Any:
        """Tensors as the labels of the calls that give them."""
        if isinstance(value, Tensor):
            if (bound := self._boundary.get(_mark(value))) is not None:
                return bound  # whatever output it is, the input in its place has one
            label = self._labels.get(id(value.application), "?")
            return {"tensor": label, "output": value.output} if value.output else label
        if isinstance(value, List) or type(value) is tuple:
            return [self.reference(item) for item in _items(value)]
        if isinstance(value, Dict):
            return {key: self.reference(item) for key, item in value.items.items()}
        if isinstance(value, Unknown):
            return list(self.inputs)
        return value

    def arranged(self) -> Any:
        """Structure of the model's inputs, where it differs from their declaration."""
        if isinstance(self.model.inputs, Dict) and self.inputs and _is_whole(self.model.inputs):
            return self.reference(self.model.inputs)
        if isinstance(self.model.inputs, List) and len(self.inputs) == 1:
            return list(self.inputs)
        return None

    def operands(self, application: Application) -> tuple[Any, dict[str, Any]]:
        """Positional and keyword operands of a call."""
        layer, args, kwargs = application.layer, list(application.args), dict(application.kwargs)
        if isinstance(layer, Opaque):
            tensors = tensors_of(application)
            return [self.reference(one) for one in tensors] or list(self.inputs), {}
        if not args and "inputs" in kwargs:
            args = [kwargs.pop("inputs")]
        spreads = isinstance(layer, Layer) and layer.name in SPREAD
        if spreads:
            args += [kwargs.pop(name) for name in _QUERY[len(args) :] if name in kwargs]
        elif isinstance(layer, Layer) and len(args) > 1 and not isinstance(layer, Operation):
            cls = LAYERS.find(layer.name)
            spec = getattr(cls, "call_spec", None)
            names = () if spec is None else spec.arguments
            kwargs = {**dict(zip(names, args[1:], strict=False)), **kwargs}
            args = args[:1]
        kwargs.pop("training", None)
        named = {key: self._argument(value) for key, value in kwargs.items() if value is not None}
        if isinstance(layer, Operation):
            references = [self.reference(arg) for arg in args]
            return references[0] if len(references) == 1 else references, named
        return self.reference(args[0] if len(args) == 1 else List(args)), named

    def _argument(self, value: Value) -> Any:
        """An argument by name: tensors are marked, everything else is itself."""
        if isinstance(value, Tensor):
            written = self.reference(value)
            return written if isinstance(written, dict) else {"tensor": written}
        if isinstance(value, List) or type(value) is tuple:
            return [self._argument(item) for item in _items(value)]
        if isinstance(value, slice):
            return {"slice": [value.start, value.stop, value.step]}
        if isinstance(value, Array):
            return Unknown("the values of an array")
        return {"slice": "..."} if value is ... else value


def graph_of(model: Model) -> Graph:
    """The graph of a functional model, which its construction fixes."""
    graph: Graph | None = model.state.get("<graph>")
    if graph is None:
        graph = model.state["<graph>"] = Graph(model)
    return graph


def graph_between(inputs: Sequence[Tensor], outputs: Value, place: Place) -> Graph:
    """The graph from tensors to outputs, which need be those of no model of the program."""
    model = Model("Functional", place)
    model.inputs, model.outputs = List(inputs), outputs
    return graph_of(model)


def _is_whole(value: Value) -> bool:
    """Whether a value is known, with all of its items where it is a list or a dictionary."""
    if isinstance(value, List | Dict):
        return value.rest is None
    return not isinstance(value, Unknown)


def in_order(value: Value) -> Any:
    """The items of a list or a dictionary, or a value alone where it is known."""
    if isinstance(value, Dict):
        return value.items.values()
    if isinstance(value, List) or type(value) is tuple:
        return _items(value)
    return () if isinstance(value, Unknown) else (value,)


def _items(value: Value) -> Any:
    return value.items if isinstance(value, List) else value


def _mark(tensor: Tensor) -> tuple[int, int]:
    return id(tensor.application), tensor.output


def _own_name(layer: Layer | Opaque | Model) -> Value:
    if isinstance(layer, Layer):
        return layer.constant("name")
    argument = layer.name_argument if isinstance(layer, Model) else None
    return None if argument is None else argument.value
