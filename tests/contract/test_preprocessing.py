"""Preprocessing of numbers, categories, texts and sound against Keras, on random configurations."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.spec.layers.audio import MelSpectrogram
from kspec.spec.layers.lookup import TextVectorization
from kspec.spec.registry import LAYERS
from kspec.spec.shapes import Tensor
from kspec.spec.validation import validate
from tests.contract import drawn
from tests.contract.drawn import Draw, Fields
from tests.contract.real_run import false_claim, false_word, word_of_a_batch

pytestmark = [pytest.mark.contract, pytest.mark.one_in(3)]
modes = st.sampled_from(
    ["int", "one_hot", "multi_hot", "count", "binary", "tf_idf", "tf-idf", "no"]
)
counts = st.one_of(st.integers(1, 5), st.integers(-1, 5), st.none())
salts = st.sampled_from([None, 3, [1, 2], [1], [1, 2, 3]])
arrays = st.sampled_from([0, 0.5, [0.5, 1], [[1], [2]], []])
words = st.lists(st.sampled_from(["a", "b", "c", "", "[UNK]", "M"]), max_size=4)
integers = st.lists(st.sampled_from([-1, 0, 1, 2, 3]), max_size=4)
weights = st.one_of(st.none(), st.lists(st.just(0.5), max_size=4))
VOCABULARY: Fields = {
    "max_tokens": st.one_of(st.none(), st.integers(1, 7)),
    "idf_weights": weights,
    "output_mode": modes,
    "pad_to_max_tokens": st.booleans(),
    "vocabulary_size": st.sampled_from([None, 4]),
}
LOOKUP: Fields = {
    **VOCABULARY,
    "num_oov_indices": st.integers(-1, 3),
    "invert": st.booleans(),
    "salt": salts,
    "oov_method": st.sampled_from(["floormod", "farmhash", "md5"]),
}
FIELDS: dict[str, tuple[Fields, Fields]] = {
    "Rescaling": ({"scale": arrays, "offset": arrays}, {}),
    "CategoryEncoding": ({"num_tokens": counts}, {"output_mode": modes}),
    "Discretization": (
        {},
        {
            "bin_boundaries": st.sampled_from([None, [], [0.5, 1], [1, 2.5, 3]]),
            "num_bins": counts,
            "epsilon": st.just(0.1),
            "output_mode": modes,
        },
    ),
    "Hashing": (
        {"num_bins": counts},
        {
            "output_mode": modes,
            "salt": salts,
            "mask_value": st.sampled_from([None, "", 0]),
            "dtype": st.sampled_from([None, "int64", "int32", "int16", "float32", "mixed_float16"]),
        },
    ),
    "IntegerLookup": (
        {},
        {
            **LOOKUP,
            "vocabulary": integers,
            "mask_token": st.sampled_from([None, 0, 3]),
            "oov_token": st.sampled_from([-1, 2]),
            "vocabulary_dtype": st.sampled_from(["int64", "int32"]),
        },
    ),
    "StringLookup": (
        {},
        {
            **LOOKUP,
            "vocabulary": words,
            "mask_token": st.sampled_from([None, "", "M"]),
            "encoding": st.just("utf-8"),
        },
    ),
    "TextVectorization": (
        {
            "standardize": st.sampled_from([None, "lower", "upper"]),
            "split": st.sampled_from([None, "whitespace", "character", "word"]),
            "ngrams": st.sampled_from([None, 2, [1, 2], "2"]),
        },
        {
            **VOCABULARY,
            "vocabulary": words,
            "output_sequence_length": st.one_of(st.none(), st.integers(0, 5)),
            "ragged": st.booleans(),
        },
    ),
    "MelSpectrogram": (
        {},
        {
            "fft_length": st.sampled_from([2048, 4, 8]),
            "sequence_stride": st.integers(-3, 3),
            "sequence_length": st.sampled_from([None, 2, 6, 0]),
            "num_mel_bins": st.integers(0, 4),
            "sampling_rate": st.just(8000),
            "max_freq": st.sampled_from([None, 100]),
        },
    ),
    "STFTSpectrogram": (
        {"frame_length": st.integers(0, 6)},
        {
            "mode": st.sampled_from(["log", "real", "imag", "stft", "nope"]),
            "frame_step": st.one_of(st.none(), st.integers(0, 6)),
            "fft_length": st.one_of(st.none(), st.integers(1, 9)),
            "window": st.sampled_from([None, "hann", "tukey_periodic", "nope", [1, 1, 1]]),
            "periodic": st.booleans(),
            "scaling": st.sampled_from([None, "density", "spectrum", "nope"]),
            "padding": st.sampled_from(["valid", "same", "SAME"]),
            "expand_dims": st.booleans(),
            "data_format": drawn.data_formats,
        },
    ),
}


@given(data=st.data())
@pytest.mark.parametrize("name", FIELDS)
def test_preprocessing(name: str, data: Any) -> None:
    draw: Draw = data.draw
    config = drawn.chosen(draw, *FIELDS[name])
    if draw(st.integers(0, 12)) == 0:
        config["units"] = 3
    x = drawn.inputs(draw, draw(st.integers(0, 1)))
    if name == "TextVectorization" and x.shape is not None:
        # Keras looks at the last axis with the first batch, where it raises for more than 1.
        x = x._replace(shape=(*x.shape[:-1], draw(st.sampled_from([1, None]))))
    assert false_claim(name, config, x) is None


@given(data=st.data())
def test_hashed_crossing(data: Any) -> None:
    draw: Draw = data.draw
    fields = {"output_mode": modes, "dtype": st.sampled_from([None, "int32", "mixed_float16"])}
    config = {"num_bins": draw(st.integers(-1, 4))}
    config |= {key: draw(values) for key, values in fields.items() if draw(st.booleans())}
    dims = st.sampled_from([None, 1, 3])
    shapes = [draw(st.lists(dims, min_size=1, max_size=3))] * 2
    if draw(st.booleans()):
        shapes = [*shapes[:1], draw(st.lists(dims, min_size=1, max_size=3))]
    kinds = st.sampled_from(["int64", "int64", "int64", "uint8", "float32", "bool"])
    inputs = [Tensor(tuple(shape), draw(kinds)) for shape in shapes]
    given_ = draw(st.sampled_from([inputs, inputs, inputs, inputs[:1], inputs[0]]))
    assert false_claim("HashedCrossing", config, given_) is None


BACK = {"vocabulary": ["a"], "invert": True}


@pytest.mark.one_in(99)
@pytest.mark.parametrize(
    ("name", "config", "x"),
    [
        ("Hashing", {"num_bins": 3, "mask_value": 1}, Tensor((2, 2), "int64")),
        ("StringLookup", BACK, Tensor((2, 2))),
        ("StringLookup", BACK, Tensor((2, 2), "int64")),
        ("StringLookup", BACK, Tensor((2, 2), "string")),
    ],
    ids=str,
)
def test_what_the_first_batch_shows(name: str, config: dict[str, Any], x: Tensor) -> None:
    assert word_of_a_batch(name, config, x) is None


@pytest.mark.parametrize(
    ("name", "config", "dtype"),
    [
        ("IntegerLookup", {"vocabulary": [1]}, "int64"),
        ("IntegerLookup", {"vocabulary": [1], "output_mode": "multi_hot"}, "int64"),
        ("Hashing", {"num_bins": 3}, "int64"),
        ("Discretization", {"bin_boundaries": [0.5]}, "float32"),
        ("Activation", {"activation": "relu"}, "float32"),
        ("Rescaling", {"scale": 2, "offset": 0}, "float32"),
        ("Dropout", {"rate": 0.5}, "float32"),
        ("Identity", {}, "float32"),
        ("Softmax", {}, "float32"),
        ("UnitNormalization", {}, "float32"),
        ("Flatten", {}, "float32"),
    ],
)
def test_a_single_number(name: str, config: dict[str, Any], dtype: str) -> None:
    assert false_word(name, config, Tensor((), dtype)) is None


@pytest.mark.parametrize("mode", ["int", "multi_hot", "count", "tf_idf"])
@pytest.mark.parametrize("split", ["whitespace", "character", None])
def test_texts_come_in_their_true_shape(mode: str, split: str | None) -> None:
    import keras
    import tensorflow as tf

    fields: dict[str, Any] = {"output_mode": mode, "split": split, "vocabulary": ["a", "b"]}
    fields |= {"output_sequence_length": 4} if mode == "int" else {}
    fields |= {"idf_weights": [1.0, 1.0]} if mode == "tf_idf" else {}
    cls = LAYERS.find("TextVectorization")
    assert cls is not None
    kspecs, _ = validate(cls, fields, (), ())
    assert isinstance(kspecs, TextVectorization)
    real = keras.layers.TextVectorization(**fields)(tf.constant([["a b"], ["c"], ["a"]]))
    assert kspecs.runtime_shape((3, 1)) == tuple(real.shape)


@pytest.mark.slow
@pytest.mark.parametrize("shape", [(9,), (2, 9), (2, 1, 9), (2, 3, 1, 8), (2, 7)])
@pytest.mark.parametrize("fields", [{"fft_length": 4}, {"fft_length": 5, "sequence_stride": 2}])
def test_frames_of_sound_come_in_their_true_shape(
    fields: dict[str, int], shape: tuple[int, ...]
) -> None:
    import keras
    import numpy as np

    assert word_of_a_batch("MelSpectrogram", fields, Tensor(shape)) is None
    kspecs, _ = validate(MelSpectrogram, fields, (), ())
    assert kspecs is not None
    real = keras.layers.MelSpectrogram(**fields)(np.ones(shape, "float32"))
    assert kspecs.runtime_shape(shape) == tuple(real.shape)


@pytest.mark.parametrize("length", [None, 0, 2])
@pytest.mark.parametrize("mode", ["int", "one_hot"])
def test_only_tokens_have_a_length(length: int | None, mode: str) -> None:
    always = {"standardize": None, "split": None, "ngrams": None}
    config = {**always, "output_mode": mode, "output_sequence_length": length, "ragged": False}
    assert false_word("TextVectorization", config, Tensor((None, 1), "string")) is None
