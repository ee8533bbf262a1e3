"""Calls of single layers, each given to Keras and to kspec in both notations."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.keras_tests.case import Case, Given
from tests.contract.keras_tests.kspec_word import words
from tests.contract.keras_tests.verdicts import verdict

pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore")]


def x(*shape: int | None, dtype: str = "float32") -> Given:
    return Given(shape, dtype)


def nested(class_name: str, **config: Any) -> dict[str, Any]:
    entry = {"module": "keras.layers", "class_name": class_name, "config": config}
    return {**entry, "registered_name": None}


def case(class_name: str, config: dict[str, Any], *args: Any) -> Case:
    return Case("", "layer", nested(class_name, **config), args)


def assert_agreed(one: Case) -> None:
    from tests.contract.keras_tests.keras_word import word

    for notation, ours in words(one):
        theirs = word(one, traced=bool(ours.stage))
        told = (notation, theirs, ours)
        assert verdict(one, notation, theirs, ours) == "agree", told


SIZED = {"height": 4, "width": 5}
IMAGE = x(8, 8, 3)


@pytest.mark.parametrize(
    "inputs",
    [
        [IMAGE, IMAGE],
        (IMAGE, IMAGE),
        [x(8, 8, 3, dtype="uint8")] * 2,
        [IMAGE, IMAGE, IMAGE],
        [x(2, 8, 8, 3)] * 2,
        [IMAGE, x(8, 7, 3)],
        {"images": x(2, 8, 8, 3), "labels": x(2)},
        {"images": x(2, 8, 8, 3)},
        {"images": x(2, 8, 8, 3), "bounding_boxes": {"boxes": x(2, 1, 4), "labels": x(2, 1)}},
        {"a": IMAGE, "b": IMAGE},
    ],
    ids=str,
)
@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_two_images_are_resized_together(inputs: Any, data_format: str) -> None:
    assert_agreed(case("Resizing", {**SIZED, "data_format": data_format}, inputs))


@pytest.mark.parametrize("class_name", ["RandomFlip", "AutoContrast", "CenterCrop"])
@pytest.mark.parametrize("count", [1, 2])
def test_images_in_a_list_in_an_object(class_name: str, count: int) -> None:
    config = SIZED if class_name == "CenterCrop" else {}
    assert_agreed(case(class_name, config, {"images": [IMAGE] * count}))


WORDS = {"vocabulary": ["a", "b"], "sparse": True}


@pytest.mark.parametrize("class_name", ["StringLookup", "TextVectorization"])
@pytest.mark.parametrize("mode", ["one_hot", "multi_hot", "count", "tf_idf"])
@pytest.mark.parametrize("shape", [(), (4,), (4, 1), (4, 3), (4, 1, 1)], ids=str)
def test_sparse_vectors_of_words(class_name: str, mode: str, shape: tuple[int, ...]) -> None:
    config = {**WORDS, "output_mode": mode}
    if mode == "tf_idf":
        config["idf_weights"] = [1.0, 1.0]
    if class_name == "TextVectorization":
        config |= {"standardize": "lower", "split": "whitespace", "ngrams": None}
    assert_agreed(case(class_name, config, x(*shape, dtype="string")))


GATED = ["LSTM", "GRU", "SimpleRNN"]


@pytest.mark.parametrize("class_name", GATED)
@pytest.mark.parametrize("units", [2, 3, 4])
def test_half_of_the_units_of_a_recurrence(class_name: str, units: int) -> None:
    config = {"units": units, "activation": "glu"}
    assert_agreed(case(class_name, config, x(2, 3, 4)))
    assert_agreed(case("RNN", {"cell": nested(f"{class_name}Cell", **config)}, x(2, 3, 4)))
    if class_name != "SimpleRNN":
        states = [x(2, units)] * (2 if class_name == "LSTM" else 1)
        assert_agreed(case(f"{class_name}Cell", config, x(2, 4), states))


@pytest.mark.parametrize("size", [2, 3, 4])
@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_half_of_the_last_axis_of_images(size: int, data_format: str) -> None:
    config = {"filters": size, "kernel_size": 1, "activation": "glu", "data_format": data_format}
    assert_agreed(case("Conv2D", config, x(2, 6, 6, size)))
    assert_agreed(case("ConvLSTM2D", config, x(2, 1, 4, 4, size)))


@pytest.mark.parametrize("size", [3, 4])
def test_half_of_a_vector(size: int) -> None:
    assert_agreed(case("Dense", {"units": size, "activation": "glu"}, x(2, 3)))
    assert_agreed(case("Activation", {"activation": "glu"}, x(2, size)))


@pytest.mark.parametrize("axis", range(4))
@pytest.mark.parametrize("padding", ["same", "valid"])
def test_a_convolutional_lstm_on_an_empty_axis(axis: int, padding: str) -> None:
    shape = [0 if index == axis else 4 for index in range(4)]
    config = {"filters": 2, "kernel_size": 2, "padding": padding, "strides": 2}
    assert_agreed(case("ConvLSTM1D", config, x(*shape)))


@pytest.mark.parametrize("channels", [1, 3])
def test_mixes_of_images_take_gray_and_colored_ones(channels: int) -> None:
    assert_agreed(case("AugMix", {}, x(2, 8, 8, channels)))
