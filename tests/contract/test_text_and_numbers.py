"""Layers that fail on text or on numbers when they run, against Keras itself."""

from typing import Any

import pytest

import kspec
from tests.contract.refusal import refusal

pytestmark = [pytest.mark.contract, pytest.mark.slow]
LAYERS: list[dict[str, Any]] = [
    {"type": "StringLookup", "vocabulary": ["a", "b"]},
    {"type": "TextVectorization", "vocabulary": ["a", "b"], "output_sequence_length": 2},
    {"type": "IntegerLookup", "vocabulary": [1, 2]},
    {"type": "CategoryEncoding", "num_tokens": 3},
    {"type": "Discretization", "bin_boundaries": [0.5, 1.5]},
    {"type": "Normalization", "mean": 0.0, "variance": 1.0},
    {"type": "Rescaling", "scale": 0.5},
    {"type": "Embedding", "input_dim": 3, "output_dim": 2},
    {"type": "Hashing", "num_bins": 3},
    {"type": "Dense", "units": 2},
    {"type": "Flatten"},
    {"type": "Identity"},
    {"type": "Activation", "activation": "linear"},
    {"type": "Activation", "activation": "tanh"},
    {"type": "ActivityRegularization"},
    *({"type": name} for name in ("ReLU", "LeakyReLU", "ELU", "PReLU")),
    {"type": "EinsumDense", "equation": "ab,bc->ac", "output_shape": [2]},
]
SEVERAL = ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate")
OF_SEQUENCES = ("Masking", "Softmax", "GlobalAveragePooling1D", "GlobalMaxPooling1D")


def raises(layer: dict[str, Any], dtype: str) -> str | None:
    """Exception of Keras for a batch, or None."""
    import keras
    import tensorflow as tf

    fields = {key: value for key, value in layer.items() if key != "type"}
    batch = tf.constant([["a"], ["b"]]) if dtype == "string" else tf.constant([[1.0], [2.0]])

    def run() -> None:
        x = keras.Input([1], dtype=dtype)
        model = keras.Model(x, getattr(keras.layers, layer["type"])(**fields)(x))
        model.predict(batch if dtype == "string" else tf.cast(batch, dtype), verbose=0)

    return refusal(run)


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: str(layer["type"]))
def test_verdicts(layer: dict[str, Any]) -> None:
    for dtype in ("string", "float32", "int32"):
        error = raises(layer, dtype)
        spec = {"inputs": {"shape": [1], "dtype": dtype}, "layers": [layer]}
        found = [item for item in kspec.lint(spec).findings if item.code == "KS215"]
        assert bool(found) == (error is not None), (layer, dtype, found, error)


def fails(dtype: str, shape: list[int], connect: Any) -> bool:
    """Whether Keras raises for a batch of a layer that takes more than vectors."""
    import keras
    import tensorflow as tf

    def run() -> None:
        x = keras.Input(shape, dtype=dtype)
        model = keras.Model(x, connect(keras.layers, x))
        batch = tf.fill([2, *shape], "1")
        if dtype != "string":
            batch = tf.strings.to_number(batch, dtype)
        tf.function(model)(batch)

    return refusal(run) is not None


def is_refused(spec: dict[str, Any]) -> bool:
    return any(finding.code == "KS215" for finding in kspec.lint(spec).findings)


@pytest.mark.parametrize("dtype", ["string", "float32"])
@pytest.mark.parametrize("name", SEVERAL)
def test_merges(name: str, dtype: str) -> None:
    spec = {
        "inputs": {"x": {"shape": [3], "dtype": dtype}},
        "layers": [{"type": name, "inputs": ["x", "x"]}],
    }
    error = fails(dtype, [3], lambda layers, x: getattr(layers, name)()([x, x]))
    assert is_refused(spec) == error


@pytest.mark.parametrize("dtype", ["string", "float32"])
@pytest.mark.parametrize("name", ["AutoContrast", "CenterCrop", "RandomFlip", "Resizing"])
def test_images(name: str, dtype: str) -> None:
    sized = {"height": 2, "width": 2} if name in {"CenterCrop", "Resizing"} else {}
    spec = {"inputs": {"shape": [4, 4, 3], "dtype": dtype}, "layers": [{"type": name, **sized}]}

    def connect(layers: Any, x: Any) -> Any:
        return getattr(layers, name)(**sized)(x, training=True)

    assert is_refused(spec) == fails(dtype, [4, 4, 3], connect)


@pytest.mark.parametrize("rate", [0, 0.5])
def test_dropout(rate: float) -> None:
    layer = {"type": "Dropout", "rate": rate}
    spec = {"inputs": {"shape": [3], "dtype": "string"}, "layers": [layer]}
    error = fails("string", [3], lambda layers, x: layers.Dropout(rate)(x, training=True))
    assert is_refused(spec) == error


@pytest.mark.parametrize("dtype", ["string", "float32"])
@pytest.mark.parametrize("name", OF_SEQUENCES)
def test_sequences(name: str, dtype: str) -> None:
    spec = {"inputs": {"shape": [3, 2], "dtype": dtype}, "layers": [{"type": name}]}
    error = fails(dtype, [3, 2], lambda layers, x: getattr(layers, name)()(x))
    assert is_refused(spec) == error


@pytest.mark.parametrize("dtype", ["string", "float32"])
@pytest.mark.parametrize("name", ["Attention", "AdditiveAttention", "Dot"])
def test_pairs(name: str, dtype: str) -> None:
    fields = {"axes": 2} if name == "Dot" else {}
    spec = {
        "inputs": {"x": {"shape": [3, 2], "dtype": dtype}},
        "layers": [{"type": name, "inputs": ["x", "x"], **fields}],
    }
    error = fails(dtype, [3, 2], lambda layers, x: getattr(layers, name)(**fields)([x, x]))
    assert is_refused(spec) == error
