"""The dtype policy of a whole spec: every layer, and what training comes to, as in Keras."""

import json
from typing import Any

import numpy as np
import pytest

import kspec
from kspec.spec.dialects.keras_writer import spec_config
from kspec.spec.dialects.native_writer import native_document
from kspec.spec.dialects.python_writer import python_code

pytestmark = pytest.mark.contract

SPEC: dict[str, Any] = {
    "kspec": 1,
    "name": "words",
    "inputs": {"words": {"shape": [6], "dtype": "int32"}, "sizes": {"shape": [6, 2]}},
    "layers": [
        {"type": "Hashing", "num_bins": 4, "inputs": "words", "name": "hashed"},
        {"type": "Embedding", "input_dim": 4, "output_dim": 3},
        {"type": "Concatenate", "inputs": ["embedding", "sizes"]},
        {"type": "Bidirectional", "layer": {"type": "GRU", "units": 2, "return_sequences": True}},
        {"type": "TimeDistributed", "layer": {"type": "Dense", "units": 3, "dtype": "float32"}},
        {"type": "Functional", "name": "inner", "inputs": {"shape": [6, 3]}, "layers": [
            {"type": "BatchNormalization"}, {"type": "keras.ops.relu"}, {"type": "Flatten"}]},
        {"type": "Dropout", "rate": 0.5},
        {"type": "Dense", "units": 2, "dtype": "float32", "name": "head"},
    ],
}  # fmt: skip


@pytest.mark.one_in(2)
@pytest.mark.parametrize("policy", ["mixed_float16", "float64"])
def test_a_policy_is_the_same_in_every_notation(policy: str) -> None:
    import keras
    from keras.src.utils.summary_utils import weight_memory_size

    spec = {**SPEC, "dtype_policy": policy}
    loaded, summary = kspec.load(spec), kspec.summarize(spec)
    keras.config.set_dtype_policy(policy)
    try:
        by_hand = keras.models.model_from_json(json.dumps(spec_config(kspec.load(SPEC))))
        names: dict[str, Any] = {}
        exec(python_code(loaded), names)  # noqa: S102 - it is what kspec writes
    finally:
        keras.config.set_dtype_policy("float32")
    ours = [(row["name"], row["output_dtype"]) for row in summary.to_dict()["layers"]]
    for model in (
        by_hand,
        kspec.build(spec),
        kspec.build(native_document(loaded)),
        keras.models.model_from_json(json.dumps(spec_config(loaded))),
        names["model"],
    ):
        assert [(layer.name, layer.output.dtype) for layer in model.layers] == ours
        assert weight_memory_size(model.weights) == summary.weight_bytes
    assert keras.config.dtype_policy().name == "float32"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("policy", "optimizer", "learns"),
    [
        ("bfloat16", "adam", False),
        ("bfloat16", {"type": "Adam", "beta_2": 0.95}, True),
        ("bfloat16", "adamax", True),
        ("float16", "adam", False),
        ("float16", {"type": "Adam", "epsilon": 1e-4}, True),
        ("float16", "rmsprop", True),
        ("mixed_float16", "adam", True),
    ],
)
def test_adam_goes_wrong_on_weights_of_half_precision(
    policy: str, optimizer: Any, *, learns: bool
) -> None:
    import keras

    spec = {
        "kspec": 1,
        "dtype_policy": policy,
        "inputs": {"shape": [8]},
        "layers": [{"type": "Dense", "units": 4, "activation": "softmax"}],
        "compile": {"loss": "sparse_categorical_crossentropy", "optimizer": optimizer},
    }
    keras.utils.set_random_seed(0)
    model = kspec.build(spec)
    y = np.arange(64) % 4
    small = 0.001 if policy == "float16" else 1  # gradients, of which the squares are 0
    x = small * np.repeat(np.eye(4), 2, axis=1)[y].astype("float32")
    kernel = keras.ops.cast(model.weights[0], "float32")
    for _ in range(50):
        model.train_on_batch(x, y)
    moved = keras.ops.max(keras.ops.abs(kernel - keras.ops.cast(model.weights[0], "float32")))
    assert (0 < float(moved) < 1) is learns  # 50 steps of 0.001 are 0.05; some make 12, or none
    found = {finding.code for finding in kspec.lint(spec).findings}
    assert ("KS416" in found) is not learns
