"""Calls of layers on tensors."""

from collections.abc import Mapping, Sequence
from typing import TypeGuard

from kspec.code.data.array import Array
from kspec.code.keras.inference import shape_of
from kspec.code.keras.network import input_arguments
from kspec.code.keras.on_data import on_data
from kspec.code.keras.ranges import check_range
from kspec.code.keras.stand_ins import INSIDE, as_tensor
from kspec.code.keras.values import (
    FED,
    LOOP,
    PARTS,
    SPREAD,
    Application,
    Argument,
    Layer,
    Model,
    Opaque,
    Tensor,
    is_input,
    tensors_in,
)
from kspec.code.reader import Reader
from kspec.code.values import Call, Dict, List, Place, Unknown, Value

_STATES = {"LSTM": 2, "GRU": 1, "SimpleRNN": 1, "ConvLSTM1D": 2, "ConvLSTM2D": 2, "ConvLSTM3D": 2}
"""Number of states that a layer returns beside its output, with ``return_state``."""


def apply(reader: Reader, layer: Layer | Opaque | Model, call: Call) -> Value:
    """Apply a layer to the arguments of a call."""
    reader.log.received(call.place, layer)
    count_parts(reader, layer)
    if not isinstance(layer, Opaque):  # a function that is not read may take layers
        report_layers(reader, call.get(0, "inputs"), call.place_of(0, "inputs"))
    call = call._replace(args=tuple(as_tensor(value, call.place) for value in call.args))
    unsure = any(isinstance(value, Unknown) for value in call.args)  # a tensor, maybe
    if isinstance(layer, Model) and not unsure:
        check_range(reader, layer, call.get(0, "inputs"))
    if not unsure and not tensors_in(call.values):
        if isinstance(layer, Model) and call.kwargs.get("training") is True:
            layer.state.setdefault(LOOP, Argument(call.get(0, "inputs"), call.place))
        array = on_data(reader, layer, call.get(0, "inputs"), call.place)
        unknown = reader.unknown("the output of a model on data", call.place)
        return unknown if array is None or output_count(layer, call.kwargs) != 1 else array
    args = tuple(known_tensors(value, call.place) for value in call.args)
    if isinstance(layer, Model) and args and isinstance(args[0], Tensor):
        feed(reader, layer, args[0], call.place)
    application = Application.of(layer, call._replace(args=args))
    first = Tensor(application)
    layer.state.setdefault("<tensor>", first)
    if isinstance(layer, Model) and _are_named(layer.outputs):
        return _by_name(layer.outputs, application)
    return outputs(first)


def outputs(first: Tensor) -> Value:
    """All outputs of the call that gives a tensor: the tensor itself, or a list of several."""
    call = first.application
    count = output_count(call.layer, call.kwargs)
    if count == 1 or count is None:
        return first
    return List([Tensor(call, i) for i in range(count)], call.place)


def _are_named(outputs: Value) -> TypeGuard[Dict]:
    """Whether outputs of a model are a dictionary of tensors."""
    known = isinstance(outputs, Dict) and outputs.rest is None
    return known and all(isinstance(one, Tensor) for one in outputs.items.values())


def _by_name(outputs: Dict, application: Application) -> Dict:
    """The outputs of a call of a model that names them, which Keras counts in the order of their
    names.
    """
    names = sorted(outputs.items, key=str)
    tensors = {name: Tensor(application, i) for i, name in enumerate(names)}
    return Dict(tensors, application.place)


def report_layers(reader: Reader, tensors: Value, place: Place) -> bool:
    """Report layers in the place of their outputs; whether there are any."""
    values = tensors.items if isinstance(tensors, List) else (tensors,)
    layers = [value for value in values if isinstance(value, Layer)]
    for one in layers:
        message = f"This gets the layer {one.name} itself, and not its output"
        help_ = f"Call {one.name} on a tensor first: {one.name}(...)(inputs)."
        reader.log.report("layer_not_called", message, place, help_)
    return layers != []


def count_parts(reader: Reader, layer: Layer | Opaque | Model) -> None:
    """Count the layers that Keras makes, and names, when it builds a layer or a stack."""
    parts: Sequence[str] = ()
    if isinstance(layer, Layer) and layer.name in SPREAD:
        parts = ("softmax", "dropout")
    elif isinstance(layer, Model) and layer.kind == "Sequential" and not _begins_with_input(layer):
        parts = ("input_layer",)
    if parts and PARTS not in layer.state:
        layer.state[PARTS] = [reader.log.auto_name(one) for one in parts]


def is_built(layer: Value) -> bool:
    """Whether a first layer has an input, so that Keras builds the stack around it at once."""
    if isinstance(layer, Model):
        return layer.kind != "Sequential" or PARTS in layer.state or _begins_with_input(layer)
    return isinstance(layer, Layer) and not is_input(layer) and bool(input_arguments(layer))


def _begins_with_input(model: Model) -> bool:
    layers = model.state["<layers>"]
    return bool(layers) and is_input(layers[0].layer)


def feed(reader: Reader, model: Model, tensor: Tensor, place: Place) -> None:
    """Record the shape of a stack's first call: Keras builds the stack for it."""
    if model.kind == "Sequential" and FED not in model.state:
        shape = shape_of(reader, tensor, place)
        if not isinstance(shape, tuple):
            return
        fed = Argument(shape, place)
        if INSIDE.get():  # changes of a layer's own layers stay
            model.state[FED] = fed
        else:
            reader.journal.write(model.state, FED, fed)


def known_tensors(value: Value, place: Place) -> Value:
    """Return a tensor for an unknown value, or for an array beside tensors, of an opaque layer."""
    if isinstance(value, List) and any(isinstance(one, Tensor) for one in value.items):
        constant = Unknown("the values of an array", "?", place)
        if any(isinstance(one, Unknown | Array) for one in value.items):
            return value.copied(
                value.place,
                lambda one: known_tensors(constant if isinstance(one, Array) else one, place),
            )
        return value
    if not isinstance(value, Unknown):
        return value
    source = Opaque(value, value.name, place)
    return Tensor(Application(source, (), {}, place))


def output_count(layer: Layer | Opaque | Model, kwargs: Mapping[str, Value]) -> int | None:
    """Number of output tensors of a call; None where unknown."""
    if isinstance(layer, Model):
        outputs = layer.outputs
        if layer.kind == "Functional" and isinstance(outputs, List) and outputs.rest is None:
            return len(outputs.items)
        return 1 if layer.kind != "Own" else None
    if isinstance(layer, Opaque) or layer.name == "Lambda":
        return None  # as many as its function gives
    if layer.name == "Bidirectional":
        return _of_bidirectional(layer)
    if layer.constant("return_state", default=False) is True:
        if layer.name in _STATES:
            return 1 + _STATES[layer.name]
        return _of_cell(layer.constant("cell"))
    if layer.name == "MultiHeadAttention" and kwargs.get("return_attention_scores") is True:
        return 2
    return 1


def _of_cell(cell: Value) -> int | None:
    """Number of outputs of an RNN that returns its states; those of a stack are a list a cell."""
    name = cell.name.removesuffix("Cell") if isinstance(cell, Layer) else ""
    return 1 + _STATES[name] if name in _STATES else None


def _of_bidirectional(layer: Layer) -> int:
    inner = layer.constant("layer")
    if isinstance(inner, Layer) and inner.constant("return_state", default=False) is True:
        return 1 + 2 * _STATES.get(inner.name, 0)
    return 1


def outputs_of(tensor: Tensor, count: int) -> Sequence[Tensor]:
    """The outputs of the call that made a tensor, where they are unpacked."""
    return [Tensor(tensor.application, i) for i in range(count)]
