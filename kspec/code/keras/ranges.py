"""Ranges of the values that models give and get."""

from collections.abc import Iterator

from kspec.code.data.array import Array, Limits
from kspec.code.data.literal import array_of
from kspec.code.keras.values import Argument, Layer, Model, Tensor
from kspec.code.library import kind_of
from kspec.code.reader import Reader
from kspec.code.values import List, Value

_RANGES = {"sigmoid": Limits(0, 1), "softmax": Limits(0, 1), "tanh": Limits(-1, 1)}
_SHAPING = frozenset(("Flatten", "Permute", "Reshape"))
"""Layers that leave all values as they are."""
_GETS = "<gets>"
"""Key of the least values that a model gets, by whether a model gives them, with their place."""


def head_of(model: Model) -> Argument | None:
    """The activation at the end of a model, if it bounds what the model gives."""
    outputs = model.outputs
    if isinstance(outputs, List) and len(outputs.items) == 1:
        outputs = outputs.items[0]
    stack = (one.layer for one in reversed(model.state["<layers>"]))
    layers = stack if outputs is None else _back(outputs)
    last = next((one for one in layers if getattr(one, "name", None) not in _SHAPING), None)
    if isinstance(last, Model):
        return head_of(last)
    activation = last.fields.get("activation") if isinstance(last, Layer) else None
    if activation is None or not isinstance(activation.value, str):
        return None
    return activation if activation.value in _RANGES else None


def _back(tensor: Value) -> Iterator[Value]:
    """The layers of a tensor from the last one on, each with the first input of the next."""
    while isinstance(tensor, Tensor):
        yield tensor.application.layer
        tensor = (*tensor.application.args, None)[0]


def with_range(model: Model, output: Array) -> Array:
    """The output of a model with the limits of its last activation."""
    head = head_of(model)
    if head is None or not isinstance(head.value, str):
        return output
    return output._replace(limits=_RANGES[head.value], places={"limits": head.place})


def check_range(reader: Reader, model: Model, value: Value) -> None:
    """Report a model trained on data of one sign, and on what a model gives of both signs."""
    if isinstance(value, Tensor) and isinstance(value.application.layer, Model):
        head = head_of(value.application.layer)
        limits, place = (None, None) if head is None else (_RANGES[str(head.value)], head.place)
    else:
        array = array_of(value) if kind_of(value) is not None else Array()
        limits, place = array.limits, array.places.get("limits")
        limits = limits if (array.rank or 0) > 1 else None
    if limits is None or place is None:
        return
    heads = {id(head.place) for one in reader.log.models if (head := head_of(one)) is not None}
    before = model.state.get(_GETS)
    gets = {**(before if isinstance(before, dict) else {}), id(place) in heads: (limits, place)}
    reader.journal.write(model.state, _GETS, gets)
    if len(gets) == 2 and (gets[True][0].low < 0) != (gets[False][0].low < 0):
        output, real = gets[True][0], gets[False][0]
        message = f"This gives values from {output.low:g} to {output.high:g}, and the data that "
        message += f"the same model is trained on goes from {real.low:g} to {real.high:g}"
        help_ = "Scale the data to the range of this activation: x / 127.5 - 1 for tanh, x / 255 "
        help_ += "for sigmoid."
        reader.log.report("bounded-regression-head", message, gets[True][1], help_)
