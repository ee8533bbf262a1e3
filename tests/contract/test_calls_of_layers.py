"""Calls of single layers, each given to Keras and to kspec in both notations."""

from typing import Any

import pytest

from tests.contract.keras_tests.case import Case, Given
from tests.contract.keras_tests.kspec_word import words
from tests.contract.keras_tests.verdicts import verdict

pytestmark = [
    pytest.mark.contract,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),
]


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


WORDS: dict[str, Any] = {"vocabulary": ["a", "b"]}


@pytest.mark.one_in(5)
@pytest.mark.parametrize("class_name", ["StringLookup", "TextVectorization"])
@pytest.mark.parametrize("mode", ["one_hot", "multi_hot", "count", "tf_idf"])
@pytest.mark.parametrize("shape", [(), (4,), (4, 1), (4, 3), (4, 1, 1)], ids=str)
def test_vectors_of_words(class_name: str, mode: str, shape: tuple[int, ...]) -> None:
    config = {**WORDS, "output_mode": mode}
    if mode == "tf_idf":
        config["idf_weights"] = [1.0, 1.0]
    if class_name == "TextVectorization":
        config |= {"standardize": "lower", "split": "whitespace", "ngrams": None}
    assert_agreed(case(class_name, config, x(*shape, dtype="string")))


@pytest.mark.one_in(5)
@pytest.mark.parametrize("size", [2, 3, 4])
@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_half_of_the_last_axis_of_images(size: int, data_format: str) -> None:
    config = {"filters": size, "kernel_size": 1, "activation": "glu", "data_format": data_format}
    assert_agreed(case("Conv2D", config, x(2, 6, 6, size)))


@pytest.mark.parametrize("size", [3, 4])
def test_half_of_a_vector(size: int) -> None:
    assert_agreed(case("Dense", {"units": size, "activation": "glu"}, x(2, 3)))
    assert_agreed(case("Activation", {"activation": "glu"}, x(2, size)))


@pytest.mark.parametrize("channels", [1, 3])
def test_mixes_of_images_take_gray_and_colored_ones(channels: int) -> None:
    assert_agreed(case("AugMix", {}, x(2, 8, 8, channels)))


def test_crossings_pass_over_what_they_do_not_know() -> None:
    columns = [x(4, dtype="int64"), x(4, dtype="int64")]
    assert_agreed(case("HashedCrossing", {"num_bins": 3, "data_format": "channels_last"}, columns))


@pytest.mark.parametrize("seed", [-1, 2**63 - 1, 2**63])
def test_seeds_of_many_bits(seed: int) -> None:
    assert_agreed(case("Dropout", {"rate": 0.5, "seed": seed}, x(4, 3)))


@pytest.mark.parametrize("batch", [1, 2, 4])
def test_products_of_other_batches(batch: int) -> None:
    assert_agreed(case("Dot", {"axes": -1}, [x(2, 4), x(batch, 4)]))


@pytest.mark.parametrize("axis", [3, -4, [1, 3], [1, 2]], ids=str)
@pytest.mark.parametrize("class_name", ["LayerNormalization", "RMSNormalization"])
def test_axes_that_there_are_not(class_name: str, axis: int | list[int]) -> None:
    assert_agreed(case(class_name, {"axis": axis}, x(2, 3, 4)))


def test_an_input_is_no_layer_of_each_step() -> None:
    inner = nested("InputLayer", batch_shape=[None, 3])
    assert_agreed(case("TimeDistributed", {"layer": inner}, x(2, 3, 3)))


@pytest.mark.parametrize("alpha", [1, 0.5])
def test_a_list_of_one_tensor_for_an_elu(alpha: float) -> None:
    assert_agreed(case("ELU", {"alpha": alpha}, [x(2, 3)]))
