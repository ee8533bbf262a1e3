"""Preprocessing and augmentation by known figures and known problems."""

from typing import Any

import pytest

from kspec.spec.layers.audio import STFTSpectrogram
from kspec.spec.layers.categorical import CategoryEncoding
from kspec.spec.operations.elementwise_with_arguments import Cast
from kspec.spec.problem import Fault
from kspec.spec.registry import LAYERS
from kspec.spec.shapes import Tensor
from kspec.spec.validation import validate

IMAGES = Tensor((None, 8, 8, 3))
WORDS = Tensor((None, 1), "string")


def layer(name: str, fields: dict[str, Any]) -> Any:
    """A layer of the fields, and what is wrong with them."""
    cls = LAYERS.find(name)
    assert cls is not None
    return validate(cls, fields, (), ())


@pytest.mark.parametrize(
    ("name", "fields", "x", "expected"),
    [
        ("Resizing", {"height": 4, "width": 5}, IMAGES, Tensor((None, 4, 5, 3))),
        ("CenterCrop", {"height": 4, "width": 5}, IMAGES, Tensor((None, 4, 5, 3))),
        ("RandomCrop", {"height": 4, "width": 5}, IMAGES, Tensor((None, 4, 5, 3))),
        ("RandomFlip", {}, IMAGES, IMAGES),
        ("CategoryEncoding", {"num_tokens": 7}, Tensor((None, 3)), Tensor((None, 7))),
        ("Hashing", {"num_bins": 5}, WORDS, Tensor((None, 1), "int64")),
        ("StringLookup", {"vocabulary": ["a", "b"]}, WORDS, Tensor((None, 1), "int64")),
        (
            "StringLookup",
            {"vocabulary": ["a", "b"], "output_mode": "one_hot"},
            WORDS,
            Tensor((None, 3)),
        ),
        ("TextVectorization", {"output_sequence_length": 9}, WORDS, Tensor((None, 9), "int64")),
        ("MelSpectrogram", {}, Tensor((None, 16000)), Tensor((None, 128, 32))),
    ],
)
def test_outputs(name: str, fields: dict[str, Any], x: Tensor, expected: Tensor) -> None:
    found, problems = layer(name, fields)
    assert problems == []
    assert found.call(x) == expected


@pytest.mark.parametrize(
    ("name", "fields", "path", "words"),
    [
        ("RandomZoom", {"height_factor": -2}, ("height_factor",), "from -1 to 1"),
        ("RandomShear", {"x_factor": [-0.1, 0.1]}, ("x_factor",), "from 0 to 1"),
        ("Rescaling", {"scale": [[1], 2]}, ("scale",), "lists of numbers that make an array"),
        ("Normalization", {"mean": 1}, ("mean",), "go together"),
        ("Discretization", {}, (), 'needs "bin_boundaries" or "num_bins"'),
        ("StringLookup", {"vocabulary": ["a", "a"]}, ("vocabulary", 1), "stands in the vocabulary"),
        ("StringLookup", {"vocabulary": "words.txt"}, ("vocabulary",), "outside of the model"),
        ("SpatialDropout1D", {"rate": 0.5, "trainable": True}, ("trainable",), "no field"),
    ],
)
def test_problems(name: str, fields: dict[str, Any], path: tuple[Any, ...], words: str) -> None:
    _, problems = layer(name, fields)
    assert [problem.path for problem in problems] == [path]
    assert words in problems[0].message


@pytest.mark.parametrize("dtype", ["int64", "float32"])
@pytest.mark.parametrize("policy", [None, "string"])
def test_a_lookup_turned_around_reads_indices(dtype: str, policy: str | None) -> None:
    back, problems = layer(
        "StringLookup", {"vocabulary": ["a", "b"], "invert": True, "dtype": policy}
    )
    assert problems == []
    assert back(Tensor((None, 3), dtype)) == Tensor((None, 3), "int64")
    with pytest.raises(Fault, match="computes with numbers"):
        back(WORDS)


def test_a_category_alone_is_encoded() -> None:
    for mode in ("multi_hot", "one_hot", "count"):
        encoding = CategoryEncoding(num_tokens=4, output_mode=mode)
        assert encoding.call(Tensor((), "int32")) == Tensor((4,))


@pytest.mark.parametrize(("dtype", "runs"), [("float16", True), ("int32", False), ("bool", False)])
def test_spectrograms_are_made_of_fractions(dtype: str, runs: bool) -> None:  # noqa: FBT001
    x = Tensor((None, 300, 1), dtype)
    if runs:
        STFTSpectrogram().call(x)
        return
    with pytest.raises(Fault, match="cannot run on"):
        STFTSpectrogram().call(x)


def test_tensors_are_cast_to_dtypes_that_no_layer_computes_in() -> None:
    for dtype in ("int8", "float8_e4m3fn"):
        cast, problems = validate(Cast, {"name": "cast", "dtype": dtype}, (), ())
        assert (problems, cast and cast.output_dtype(Tensor((2,)))) == ([], dtype)


@pytest.mark.parametrize(
    ("fields", "shape", "expected"),
    [
        ({"output_mode": "count"}, (None, 1), (None, None)),
        ({"output_mode": "tf_idf", "max_tokens": 9, "pad_to_max_tokens": True}, (4, 1), (4, 9)),
        ({"output_mode": "count", "split": None}, (None, 1), (None, None)),
        ({"output_sequence_length": 3}, (None, 1), (None, 3)),
    ],
)
def test_the_axis_of_a_text_is_taken_away_where_keras_promises_it(
    fields: dict[str, Any], shape: tuple[int | None, ...], expected: tuple[int | None, ...]
) -> None:
    found, _ = layer("TextVectorization", fields)
    assert found.runtime_shape(shape) == expected
