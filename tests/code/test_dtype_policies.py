"""Dtype policies that a program sets for the layers it makes."""

import pytest

from tests.code.read import specs_of

HEAD = "import keras\nfrom tensorflow.keras import layers, mixed_precision\n"
MODEL = "keras.Sequential([keras.Input((4,)), layers.Dense(2), layers.Dense(1, dtype='float32')])\n"
SET = "keras.config.set_dtype_policy"
GLOBAL = "mixed_precision.set_global_policy"


@pytest.mark.parametrize(
    ("code", "policies"),
    [
        (f"{GLOBAL}('mixed_float16')\nm = {MODEL}", ["mixed_float16"]),
        (f"p = mixed_precision.Policy('bfloat16')\n{GLOBAL}(p)\nm = {MODEL}", ["bfloat16"]),
        (f"m = {MODEL}{SET}(keras.DTypePolicy('float16'))\nn = {MODEL}", [None, "float16"]),
        (
            f"{SET}('float16')\nm = {MODEL}keras.backend.clear_session()\nn = {MODEL}",
            ["float16", None],
        ),
        (f"if maybe():\n    {SET}('float16')\nm = {MODEL}", [None]),
        (f"{SET}(name)\nm = {MODEL}", [None]),
    ],
)
def test_policy_is_that_of_the_models_made_after_it(code: str, policies: list[object]) -> None:
    specs = specs_of(HEAD + code)
    assert [spec.get("dtype_policy") for spec in specs] == policies
    assert [layer.get("dtype") for layer in specs[0]["layers"]] == [None, "float32"]
