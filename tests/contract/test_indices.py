"""Embeddings behind layers that number their tokens: what is said of them, and what Keras does."""

from typing import Any

import pytest

import kspec
from tests.contract.refusal import refusal

pytestmark = [
    pytest.mark.contract,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),
]

ANIMALS = ["cat", "cow", "dog"]
NUMBERING: list[tuple[dict[str, Any], str, list[Any], int]] = [
    ({"type": "StringLookup", "vocabulary": ANIMALS}, "string", ["dog", "cat"], 4),
    (
        {"type": "StringLookup", "vocabulary": ANIMALS, "num_oov_indices": 0},
        "string",
        ["dog", "cat"],
        3,
    ),
    (
        {"type": "StringLookup", "vocabulary": ANIMALS, "mask_token": ""},
        "string",
        ["dog", ""],
        5,
    ),
    ({"type": "IntegerLookup", "vocabulary": [10, 20]}, "int64", [20, 7], 3),
    ({"type": "TextVectorization", "vocabulary": ANIMALS}, "string", ["dog", "cow"], 5),
    ({"type": "Hashing", "num_bins": 1}, "int64", [5, 6], 1),
    ({"type": "Discretization", "bin_boundaries": [1.0, 2.0, 3.0]}, "float32", [0.5, 9.0], 4),
]


def classifier(layer: dict[str, Any], dtype: str, size: int) -> dict[str, Any]:
    return {
        "inputs": {"shape": [1], "dtype": dtype},
        "layers": [
            layer,
            {"type": "Embedding", "input_dim": size, "output_dim": 2},
            {"type": "GlobalAveragePooling1D"},
            {"type": "Dense", "units": 1, "activation": "sigmoid"},
        ],
        "compile": {"loss": "binary_crossentropy"},
    }


@pytest.mark.parametrize(("layer", "dtype", "tokens", "number"), NUMBERING)
def test_as_many_vectors_as_indices(
    layer: dict[str, Any], dtype: str, tokens: list[Any], number: int
) -> None:
    import keras

    x = keras.ops.convert_to_tensor([[token] for token in tokens])
    y = keras.ops.convert_to_tensor([[0.0], [1.0]])
    for size in {number, max(number - 1, 1)}:
        spec = classifier(layer, dtype, size)
        report = kspec.lint(spec)
        codes = [one.code for one in report.findings if one.code != "KS513"]  # a bin for all
        assert codes == ["KS611"] * (size < number)
        assert report.ok == (size >= number)
        assert (refusal(built(spec).fit, x, y, verbose=0) is None) == report.ok


def built(spec: dict[str, Any]) -> Any:
    """The model as Keras makes it, whatever kspec says of it."""
    import keras

    layers = [
        getattr(keras.layers, layer["type"])(
            **{key: value for key, value in layer.items() if key != "type"}
        )
        for layer in spec["layers"]
    ]
    model = keras.Sequential([keras.Input((1,), dtype=spec["inputs"]["dtype"]), *layers])
    model.compile(loss="binary_crossentropy")
    return model


def test_what_a_vocabulary_may_come_to_is_a_warning() -> None:
    text = {"type": "TextVectorization", "max_tokens": 1000}
    report = kspec.lint(classifier(text, "string", 100))
    assert ([one.code for one in report.findings], report.ok) == (["KS611"], True)
    assert kspec.lint(classifier(text, "string", 1000)).findings == []
    assert kspec.lint(classifier({"type": "TextVectorization"}, "string", 9)).findings == []


def test_layers_that_give_no_indices_to_an_embedding() -> None:
    back = {"type": "IntegerLookup", "vocabulary": [1, 2, 3, 4], "invert": True}
    assert kspec.lint(classifier(back, "int64", 2)).findings == []
    bins: dict[str, Any] = {"type": "Hashing", "num_bins": 50}
    spec = classifier(bins, "int64", 2)
    spec["layers"].insert(1, {"type": "keras.ops.mod", "inputs": ["hashing", 2]})
    assert kspec.lint(spec).findings == []


def test_an_encoding_makes_zeros_of_what_it_has_no_place_for() -> None:
    import keras

    encoding = {"type": "CategoryEncoding", "num_tokens": 3, "output_mode": "one_hot"}
    layers = [encoding, {"type": "Dense", "units": 1, "activation": "sigmoid"}]
    spec: dict[str, Any] = {
        "inputs": {"shape": [1], "dtype": "int64"},
        "layers": layers,
        "compile": {"loss": "binary_crossentropy"},
    }
    for high, expected in ((2, []), (3, ["KS611"])):
        report = kspec.lint({**spec, "data": {"input_range": [0, high]}})
        assert ([one.code for one in report.findings], report.ok) == (expected, True)
        x = keras.ops.convert_to_tensor([[high], [0]])
        made = keras.layers.CategoryEncoding(3, output_mode="one_hot")(x)
        assert float(keras.ops.sum(made[0])) == (0 if expected else 1)
    lookup = {"type": "IntegerLookup", "vocabulary": [5, 6, 7]}
    report = kspec.lint({**spec, "layers": [lookup, *layers]})
    assert ([one.code for one in report.findings], report.ok) == (["KS611"], True)
