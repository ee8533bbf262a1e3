"""Dtypes and dtype policies of layers: compute dtype, and dtype of the weights."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

from kspec.spec.markers import Json, Plain
from kspec.spec.problem import Nested, Path, Problem

FLOATS = ("float16", "bfloat16", "float32", "float64")
EIGHT_BIT_FLOATS = ("float8_e4m3fn", "float8_e5m2")
INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
DTYPES = frozenset(
    (*FLOATS, *EIGHT_BIT_FLOATS, *INTEGERS, "bool", "string", "complex64", "complex128", "int")
)
"""The dtypes of tensors; ``int`` is ``int64`` on TensorFlow."""

TRAINED = (*FLOATS, "mixed_float16", "mixed_bfloat16")
"""The policies of a whole network that is trained."""

_QUANTIZED = ("mode", "source_name")
POLICIES: Mapping[str, tuple[str, ...]] = {
    "DTypePolicy": ("name",),
    "FloatDTypePolicy": ("name",),
    "DTypePolicyMap": ("default_policy", "policy_map"),
    "QuantizedDTypePolicy": _QUANTIZED,
    "QuantizedFloat8DTypePolicy": (*_QUANTIZED, "amax_history_length"),
    "Int4DTypePolicy": _QUANTIZED,
    "GPTQDTypePolicy": _QUANTIZED,
    "AWQDTypePolicy": _QUANTIZED,
}
"""The classes of policies, with their arguments."""

_MODES = ("int8", "float8", "int4", "gptq", "awq")
"""Ways of quantizing; behind some of them are numbers, as in ``int4/128_from_float32``."""


class PolicyMap(str):
    """Default policy, in a map of others by the paths of layers, in their notation ``written``:
    Keras knows the path of a layer only when it calls it.
    """

    __slots__ = ("written",)
    written: Mapping[str, Any]


def read_dtype(value: object) -> object:
    """The name of a dtype; raises `Nested`."""
    name, path = _policy_name(value) if isinstance(value, dict) else (value, ())
    if name is None or (isinstance(name, str) and name in DTYPES):
        return name
    raise Nested([_refused(name, 'For example "float32" or "int32".')._replace(path=path)])


def read_policy(value: object) -> object:
    """The name of a policy (a dtype, or ``"mixed_bfloat16"``), from either notation; raises
    `Nested`.
    """
    if value is None:
        return None
    name, path = _policy_name(value) if isinstance(value, dict) else (value, ())
    if isinstance(name, str) and _is_policy(name):
        return _in_map(name, value) if isinstance(value, dict) else name
    if name is None:
        return None
    problem = _refused(name, 'For example "float32" or "mixed_bfloat16".')
    raise Nested([problem._replace(path=path)])


def read_trained_policy(value: object) -> object:
    """The name of a policy that a network can be trained in; raises `Nested`."""
    if value is None or value in TRAINED:
        return value
    example = 'For example "mixed_float16" or "mixed_bfloat16".'
    if not isinstance(value, str):
        raise Nested([Problem("wrong_type", (), "A dtype policy is a string", example)])
    if not _is_policy(value):
        raise Nested([_refused(value, example)])
    message = f'No network can be trained in "{value}"'
    raise Nested([Problem("invalid_value", (), message, f"It is one of {', '.join(TRAINED)}.")])


def _refused(value: object, example: str) -> Problem:
    if not isinstance(value, str):
        return Problem("wrong_type", (), "A dtype is a string", example)
    from kspec.spec.suggest import nearest

    problem = Problem("unknown_name", (), f'Keras has no dtype "{value}"', example)
    return problem.meaning(nearest(value, sorted({*DTYPES, "mixed_float16", "mixed_bfloat16"})))


def _is_policy(name: str) -> bool:
    mode, quantizes, source = name.rpartition("_from_")
    if quantizes:
        return mode.partition("/")[0] in _MODES and _is_source(source)
    return name not in _MODES and _is_source(name)


def _is_source(name: str) -> bool:
    plain = name in DTYPES and name not in EIGHT_BIT_FLOATS
    return plain or name in {"mixed_float16", "mixed_bfloat16"}


def quantized(policy: str | None) -> str | None:
    """The way of quantizing under a policy: ``int8``; None where the policy does not quantize."""
    mode, quantizes, _ = (policy or "").partition("_from_")
    return mode.partition("/")[0] if quantizes else None


def _policy_name(value: Mapping[str, Any]) -> tuple[object, Path]:
    """Name of the policy in an object, and its path."""
    config, class_name = value.get("config"), value.get("class_name")
    if value.get("module", "") is None:
        message = f'Keras cannot find "{class_name}" without its module'
        raise Nested([Problem("missing_field", (), message, 'Add "module": "keras".')])
    arguments = POLICIES.get(class_name) if isinstance(class_name, str) else None
    if arguments is None and not value.get("registered_name"):
        message = f'Keras has no dtype policy "{class_name}"'
        raise Nested([Problem("unknown_name", ("class_name",), message)])
    config = {} if config is None else config
    if not isinstance(config, dict):
        raise Nested([Problem("wrong_type", ("config",), "This must be an object")])
    if arguments is not None:
        _check_arguments(str(class_name), arguments, config)
    if "mode" in config:
        source = config.get("source_name") or "float32"
        return f"{config['mode']}_from_{source}", ("config", "mode")
    if "default_policy" in config:
        inner = config["default_policy"]
        return (inner, ("config", "default_policy")) if isinstance(inner, str) else (None, ())
    return config.get("name"), ("config", "name")


def _in_map(name: str, value: Mapping[str, Any]) -> str:
    if value.get("class_name") != "DTypePolicyMap":
        return name
    policy = PolicyMap(name)
    policy.written = value
    return policy


def _check_arguments(
    class_name: str, arguments: tuple[str, ...], config: Mapping[str, Any]
) -> None:
    for key in config:
        if key not in arguments:
            message = f'{class_name} has no field "{key}"'
            help_ = f"It takes: {', '.join(arguments)}."
            raise Nested([Problem("unknown_field", ("config", key), message, help_, part="key")])
    needed = {"mode", "policy_map"}.intersection(arguments) - config.keys()
    if needed:
        message = f'{class_name} needs the field "{needed.pop()}"'
        raise Nested([Problem("missing_field", ("class_name",), message)])


def family(dtype: str) -> str:
    """Kind of a dtype's values: ``integers``, ``truths``, or the dtype itself for the others."""
    if dtype == "bool":
        return "truths"
    return "integers" if dtype.startswith(("int", "uint")) else dtype


@cache
def compute_dtype(policy: str | None) -> str:
    """Compute dtype of a policy: float16 for ``mixed_float16``."""
    name = (policy or "float32").rpartition("_from_")[2].removeprefix("mixed_")
    return "int64" if name == "int" else name


@cache
def variable_dtype(policy: str | None) -> str:
    """Dtype of a layer's weights under a policy: float32 for the mixed policies."""
    name = (policy or "float32").rpartition("_from_")[2]
    return "float32" if name.startswith("mixed_") else compute_dtype(name)


def _read_or_default(value: object) -> object:
    return read_policy(value or None)


ObjectDType = Annotated[Any, Plain(_read_or_default), Json({"type": ["string", "null"]})]
"""Dtype of losses and metrics: Keras takes any false value for the default."""

DType = Annotated[Any, Plain(read_policy), Json({"type": ["string", "null"]})]
"""Dtype policy of layers."""

TensorDType = Annotated[Any, Plain(read_dtype), Json({"enum": [*sorted(DTYPES), None]})]
"""Dtype of a tensor."""

TrainedPolicy = Annotated[Any, Plain(read_trained_policy), Json({"enum": [*TRAINED, None]})]
"""Dtype policy of a whole network, for compute and weights."""


def read_data_dtype(value: Any) -> Any:
    """The dtype of an array of data: of a tensor, or of Python objects."""
    return value if value == "object" else read_dtype(value)


DataDType = Annotated[
    Any, Plain(read_data_dtype), Json({"enum": [*sorted({*DTYPES, "object"}), None]})
]
