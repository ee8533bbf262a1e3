"""Arrays among the arguments of a call: in a file of Keras, and in a native spec as
``{"array": [[1, 2], [3, 4]], "dtype": "float32"}``.
"""

from collections.abc import Mapping
from types import NoneType
from typing import Any

from kspec.spec.dtypes import DTYPES
from kspec.spec.named import type_word
from kspec.spec.problem import Path, Problem
from kspec.spec.shapes import Array, Shape


def read_array(written: Mapping[str, Any], path: Path, problems: list[Problem]) -> Array:
    """Read an array in Keras's notation; ``path`` is that of its ``value`` and ``dtype``. The shape
    is unknown where Keras cannot make the array.
    """
    config = written["config"]
    value, dtype = config.get("value"), config.get("dtype")
    shape: Shape | None = _shape(value)
    takes: tuple[type, ...] = (str,) if dtype == "string" else (int, float)
    if written["class_name"] == "__numpy__":
        # Keras converts null to NaN.
        takes = (int, float, NoneType)
    problem = _unknown_dtype(dtype, path) or _odd_item(value, shape or (), takes, path)
    if problem is not None:
        problems.append(problem)
        shape = None
    array = Array(shape, dtype if isinstance(dtype, str) else None)
    array.written = written
    return array


def _unknown_dtype(dtype: object, path: Path) -> Problem | None:
    if dtype is None or dtype in DTYPES:
        return None
    return Problem("unknown_name", (*path, "dtype"), f'Keras has no dtype "{dtype}"')


def _odd_item(value: object, shape: Shape, takes: tuple[type, ...], path: Path) -> Problem | None:
    """The first part that does not go with the others."""
    if not shape:
        if isinstance(value, takes):
            return None
        message = f"An array of this dtype cannot hold {type_word(value)}"
        return Problem("invalid_value", path, message)
    if not isinstance(value, list) or len(value) != shape[0]:
        message = "The rows of an array have one length, and these do not"
        return Problem("invalid_value", path, message)
    odd = (_odd_item(item, shape[1:], takes, path) for item in value)
    return next((problem for problem in odd if problem is not None), None)


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


def _shape(value: object) -> Shape:
    shape: list[int] = []
    while isinstance(value, list):
        shape.append(len(value))
        value = value[0] if value else None
    return tuple(shape)
