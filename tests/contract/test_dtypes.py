"""Dtypes and dtype policies against Keras."""

from typing import Any

import pytest

from kspec.spec import dtypes
from kspec.spec.layers.input import InputLayer
from kspec.spec.problem import Nested
from kspec.spec.shapes import Tensor
from kspec.spec.validation import validate

pytestmark = [pytest.mark.contract, pytest.mark.one_in(3)]

POLICY = "keras.dtype_policies"
NAMES: tuple[Any, ...] = (
    *sorted(dtypes.DTYPES),
    *(
        "half",
        "float",
        "double",
        "long",
        "str",
        "complex",
        "float128",
        "Float32",
        "float32 ",
        "any",
    ),
    *("int4", "uint4", "float8", "float8_e4m3", "tf32", "object", "quantized"),
    *("mixed_float16", "mixed_bfloat16", "mixed_float32", "mixed_x"),
    *("int8_from_float32", "int8_from_mixed_bfloat16", "int8_from_int8", "int8_from_bool"),
    *("int8_from_", "int8_from_x", "_from_float32", "int16_from_float32", "uint8_from_float32"),
    *("int4_from_float32", "int4/128_from_float32", "int4/-1_from_float32"),
    *("float8_from_float32", "float8_from_mixed_float16", "float8_from_bfloat16"),
    *("gptq/4/128_from_float32", "gptq/4/-1_from_float32", "awq/4/128_from_float32"),
    *(3, 1.5, True, ["float32"]),
)
OBJECTS: tuple[dict[str, Any], ...] = (
    {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}},
    {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "mixed_float16"}},
    {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "foo"}},
    {"class_name": "DTypePolicy", "config": {}},
    {"class_name": "DTypePolicy"},
    {"class_name": "DTypePolicy", "config": None},
    {"class_name": "DTypePolicy", "config": []},
    {"class_name": "DTypePolicy", "config": {"name": "float32", "foo": 1}},
    {"class_name": "DTypePolicyMap", "config": {}},
    {"class_name": "DTypePolicyMap", "config": {"policy_map": {}}},
    {"class_name": "QuantizedDTypePolicy", "config": {"source_name": "float32"}},
    {"class_name": "QuantizedDTypePolicy", "config": {"name": "int8_from_float32"}},
    {"class_name": "FloatDTypePolicy", "config": {"name": "mixed_float16"}},
    {"class_name": "Foo", "config": {"name": "float32"}},
    {"name": "float32"},
    *(
        {"module": POLICY, "class_name": name, "config": {"mode": mode, "source_name": source}}
        for name, mode, source in (
            ("QuantizedDTypePolicy", "int8", "float32"),
            ("QuantizedFloat8DTypePolicy", "float8", "mixed_bfloat16"),
            ("GPTQDTypePolicy", "gptq/4/128", "float32"),
            ("Int4DTypePolicy", "int4/64", "float32"),
        )
    ),
    {
        "module": POLICY,
        "class_name": "DTypePolicyMap",
        "config": {"default_policy": "mixed_float16", "policy_map": {"a": "float32"}},
    },
    {
        "module": POLICY,
        "class_name": "DTypePolicyMap",
        "config": {"default_policy": None, "policy_map": {}},
    },
)


@pytest.mark.parametrize("dtype", [*NAMES, *OBJECTS], ids=str)
def test_policies_of_layers(dtype: Any) -> None:
    import keras

    try:
        layer = keras.layers.deserialize(
            {
                "module": "keras.layers",
                "class_name": "Dense",
                "config": {"units": 1, "dtype": dtype},
            }
        )
        theirs = (layer.compute_dtype, layer.variable_dtype)
    except Exception:  # noqa: BLE001 - whatever Keras raises is its refusal
        theirs = None
    try:
        policy = dtypes.read_policy(dtype)
        assert policy is None or isinstance(policy, str)
        ours = (dtypes.compute_dtype(policy), dtypes.variable_dtype(policy))
    except Nested:
        ours = None
    assert ours == theirs


@pytest.mark.parametrize("dtype", [*NAMES, None], ids=str)
def test_dtypes_of_inputs(dtype: Any) -> None:
    import keras

    config = {"shape": [3], "dtype": dtype}
    try:
        layer = keras.layers.deserialize(
            {"module": "keras.layers", "class_name": "InputLayer", "config": config}
        )
        theirs = layer.output.dtype
    except Exception:  # noqa: BLE001 - whatever Keras raises is its refusal
        theirs = None
    layer, problems = validate(InputLayer, config, (), ())
    output = layer.call() if layer is not None and not problems else None
    assert (output.dtype if isinstance(output, Tensor) else None) == theirs
