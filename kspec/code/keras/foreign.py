"""Functions of other libraries on tensors, and all calls of which nothing is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.code.keras.tensors import opaque
from kspec.code.keras.values import tensors_in

if TYPE_CHECKING:
    from kspec.code.reader import Reader
    from kspec.code.values import Call, Value


def call_on_tensors(reader: Reader, name: str, call: Call) -> Value:
    """The value of a call of a library's function that kspec does not know."""
    if tensors_in((*call.args, *call.kwargs.values())):
        return opaque(reader, name, call)
    return reader.unknown(f"what {name} gives", call.place, f"{name.rpartition('.')[2]}()")
