"""Arrays among the arguments of a call: in a file of Keras, and in a native spec as
``{"array": [[1, 2], [3, 4]], "dtype": "float32"}``.
"""

from collections.abc import Mapping
from types import NoneType
from typing import Any

from kspec.spec.dtypes import DTYPES
from kspec.spec.layers.arrays import NUMBERS, array_shape
from kspec.spec.problem import Path, Problem
from kspec.spec.shapes import Array


def read_array(written: Mapping[str, Any], path: Path, problems: list[Problem]) -> Array:
    """Read an array in Keras's notation; ``path`` is that of its ``value`` and ``dtype``. The shape
    is unknown where Keras cannot make the array.
    """
    config = written["config"]
    value, dtype = config.get("value"), config.get("dtype")
    types = frozenset((str,)) if dtype == "string" else NUMBERS | {bool}
    if written["class_name"] == "__numpy__":
        types = NUMBERS | {bool, NoneType}  # Keras converts null to NaN.
    shape = array_shape(value, types)
    if dtype is not None and str(dtype) not in DTYPES:
        message = f'Keras has no dtype "{dtype}"'
        problems.append(Problem("unknown_name", (*path, "dtype"), message))
        shape = None
    elif shape is None:
        message = "The rows of an array have one length and values of its dtype, and these do not"
        problems.append(Problem("invalid_value", path, message))
    array = Array(shape, dtype if isinstance(dtype, str) else None)
    array.written = written
    return array


def is_array(value: Mapping[str, Any]) -> bool:
    """Whether an object with "array" is one in a native spec, and not a tensor by this name."""
    if not value.keys() <= {"array", "dtype"}:
        return False
    return value.get("dtype") in DTYPES or isinstance(_first(value["array"]), int | float)


def native_array(value: Mapping[str, Any], path: Path, problems: list[Problem]) -> Array:
    """The array that a native spec describes: without a dtype, of the one that Keras gives it."""
    first = _first(value["array"])
    usual = {bool: "bool", int: "int32"}.get(type(first), "float32")
    config = {"value": value["array"], "dtype": value.get("dtype", usual)}
    return read_array({"class_name": "__tensor__", "config": config}, path, problems)


def described_array(array: Array) -> dict[str, Any]:
    """The array in the notation of a native spec."""
    config = array.written["config"]
    return {"array": config["value"], "dtype": config["dtype"]}


def _first(value: object) -> object:
    while isinstance(value, list):
        value = value[0] if value else 0.0
    return value
