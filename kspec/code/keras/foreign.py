"""Functions of other libraries on tensors, and all calls of which nothing is known."""

from kspec.code.keras.preprocessing import preprocessed
from kspec.code.keras.stand_ins import INSIDE
from kspec.code.keras.tensorflow_functions import as_operation
from kspec.code.keras.tensors import opaque, operation, running_shape
from kspec.code.keras.values import tensors_in
from kspec.code.reader import Reader
from kspec.code.values import Call, Value
from kspec.spec.dialects.native_operations import functions

_SHAPES = frozenset(("tensorflow.shape", "tensorflow.compat.v1.shape"))


def call_on_tensors(reader: Reader, name: str, call: Call) -> Value:
    """The value of a call of a library's function that kspec does not know."""
    if tensors_in((*call.args, *call.kwargs.values())):
        if name in _SHAPES:
            return running_shape(reader, call)
        if name == "tensorflow.identity":
            return call.get(0, "input")
        if name.startswith("keras.applications.") and name.endswith(".preprocess_input"):
            return preprocessed(reader, name.split(".")[-2], call)
        described = as_operation(name, call) if INSIDE.get() else None
        if described is not None and described[0] in functions():
            return operation(reader, *described)
        return opaque(reader, name, call)
    return reader.unknown(f"what {name} gives", call.place, f"{name.rpartition('.')[2]}()")
