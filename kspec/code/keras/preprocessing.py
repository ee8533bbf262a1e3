"""Effect of ``preprocess_input`` of `keras.applications` on a tensor, as Keras's operations."""

import struct

from kspec.code.data.pictures import AS_THEY_ARE, CENTRED, FROM_MINUS_ONE
from kspec.code.keras.events import CHANNELS_LAST
from kspec.code.keras.tensors import operated, operation, tensor_subscript
from kspec.code.keras.values import Tensor
from kspec.code.reader import Reader
from kspec.code.values import Call, Dict, List, Place, Value

_MINUS_MEANS = [-103.939, -116.779, -123.68]
"""The negative means of blue, green and red in ImageNet."""


def preprocessed(reader: Reader, module: str, call: Call) -> Value:
    """``preprocess_input`` of a tensor; None where Keras has no operations that do the same."""
    x, place = call.get(0, "x"), call.place
    if module in AS_THEY_ARE or not isinstance(x, Tensor):
        return x
    if module in FROM_MINUS_ONE:
        return operated("-", operated("/", x, 127.5, place), 1.0, place)
    plainly = reader.log.data_format == CHANNELS_LAST and len(call.args) + len(call.kwargs) == 1
    if module in CENTRED and plainly:
        channels = [tensor_subscript(reader, x, (..., at), place) for at in (2, 1, 0)]
        stacked = operation(
            reader, "keras.ops.stack", Call(place, (List(channels, place),), {"axis": -1})
        )
        means = Dict({"array": _single([[[_MINUS_MEANS]]], place), "dtype": "float32"}, place)
        return operated("+", stacked, means, place)
    return None


def _single(value: object, place: Place) -> Value:
    """A number, or a list of some, in single precision."""
    if isinstance(value, list):
        return List([_single(one, place) for one in value], place)
    return struct.unpack("f", struct.pack("f", value))[0]
