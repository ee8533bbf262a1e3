"""Dtypes and dtype policies: what a layer computes in, and what its weights are kept in."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from kspec.spec.problem import Problem
from kspec.spec.validation import Nested

FLOATS = ("float16", "bfloat16", "float32", "float64", "float8_e4m3fn", "float8_e5m2")
INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
DTYPES = frozenset(
    (*FLOATS, *INTEGERS, "bool", "string", "complex64", "complex128", "int4", "uint4")
)
_ALIASES = {
    "half": "float16",
    "float": "float32",
    "double": "float64",
    "int": "int32",
    "long": "int64",
}
_QUANTIZED = ("int8", "int4", "float8", "gptq", "awq")


def read_dtype(value: object) -> object:
    """The name of a dtype or policy (``"mixed_bfloat16"``), from either notation; raises
    `Nested`.
    """
    if value is None:
        return None
    if isinstance(value, dict):
        name = _policy_name(value)
    elif isinstance(value, str):
        name = value
    else:
        raise Nested([Problem("wrong_type", (), "A dtype is a string")])
    if name is not None and not _known(name):
        message = f'Keras has no dtype "{name}"'
        raise Nested(
            [
                Problem(
                    "unknown_name", (), message, help='For example "float32" or "mixed_bfloat16".'
                )
            ]
        )
    return name


def _known(name: str) -> bool:
    if name.startswith("mixed_"):
        return name in {"mixed_float16", "mixed_bfloat16"}
    mode, _, source = name.partition("_from_")
    if source:
        return mode.partition("/")[0] in _QUANTIZED and _known(source)
    return name in DTYPES or name in _ALIASES


def _policy_name(value: dict[str, Any]) -> str | None:
    config = value.get("config")
    if not isinstance(config, dict):
        raise Nested([Problem("wrong_type", (), 'A dtype policy needs a "config" object')])
    name = config.get("name")
    if isinstance(name, str):
        return name
    source = config.get("source_name")
    return source if isinstance(source, str) else None


def compute_dtype(policy: str | None) -> str:
    """What the layer computes in: float16 for ``mixed_float16``."""
    name = (policy or "float32").rpartition("_from_")[2].removeprefix("mixed_")
    return _ALIASES.get(name, name)


def variable_dtype(policy: str | None) -> str:
    """What the layer's weights are kept in: float32 for the mixed policies."""
    name = (policy or "float32").rpartition("_from_")[2]
    return "float32" if name.startswith("mixed_") else _ALIASES.get(name, name)


DType = Annotated[Any, PlainValidator(read_dtype), WithJsonSchema({"type": ["string", "null"]})]
