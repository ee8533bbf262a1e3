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


GATED = ["LSTM", "GRU", "SimpleRNN"]


@pytest.mark.one_in(4)
@pytest.mark.parametrize("class_name", GATED)
@pytest.mark.parametrize("units", [2, 3, 4])
def test_half_of_the_units_of_a_recurrence(class_name: str, units: int) -> None:
    config = {"units": units, "activation": "glu"}
    assert_agreed(case(class_name, config, x(2, 3, 4)))
    assert_agreed(case("RNN", {"cell": nested(f"{class_name}Cell", **config)}, x(2, 3, 4)))
    if class_name != "SimpleRNN":
        states = [x(2, units)] * (2 if class_name == "LSTM" else 1)
        assert_agreed(case(f"{class_name}Cell", config, x(2, 4), states))


@pytest.mark.one_in(5)
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


@pytest.mark.one_in(3)
@pytest.mark.parametrize("axis", range(4))
@pytest.mark.parametrize("padding", ["same", "valid"])
def test_a_convolutional_lstm_on_an_empty_axis(axis: int, padding: str) -> None:
    shape = [0 if index == axis else 4 for index in range(4)]
    config = {"filters": 2, "kernel_size": 2, "padding": padding, "strides": 2}
    assert_agreed(case("ConvLSTM1D", config, x(*shape)))


@pytest.mark.parametrize("channels", [1, 3])
def test_mixes_of_images_take_gray_and_colored_ones(channels: int) -> None:
    assert_agreed(case("AugMix", {}, x(2, 8, 8, channels)))


STATES = {"LSTM": 2, "GRU": 1, "SimpleRNN": 1}


@pytest.mark.one_in(7)
@pytest.mark.parametrize("class_name", STATES)
@pytest.mark.parametrize("stateful", [True, False])
@pytest.mark.parametrize(("batch", "given"), [(4, 4), (4, 1), (1, 4), (4, 2)])
def test_states_of_another_batch(
    class_name: str,
    stateful: bool,  # noqa: FBT001 - a parameter of the test
    batch: int,
    given: int,
) -> None:
    states = [x(given, 2) for _ in range(STATES[class_name])]
    one = case(class_name, {"units": 2, "stateful": stateful}, x(batch, 3, 5))
    assert_agreed(one._replace(kwargs={"initial_state": states}))


@pytest.mark.one_in(5)
@pytest.mark.parametrize("unroll", [True, False])
@pytest.mark.parametrize(
    "mask", [(3, 2), (3, 2, 1), (3, 2, 6), (3, 2, 1, 1), (3, 2, 8, 3), (3,), (3, 1)], ids=str
)
def test_masks_of_more_than_steps(
    mask: tuple[int, ...],
    unroll: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    maps = case("ConvLSTM1D", {"filters": 5, "kernel_size": 3, "unroll": unroll}, x(3, 2, 8, 3))
    vectors = case("LSTM", {"units": 5, "unroll": unroll}, x(3, 2, 8))
    given = x(*mask, dtype="bool")
    assert_agreed(maps._replace(kwargs={"mask": given}))
    assert_agreed(vectors._replace(kwargs={"mask": given}))
    assert_agreed(vectors._replace(kwargs={"mask": [given]}))


def test_crossings_pass_over_what_they_do_not_know() -> None:
    columns = [x(4, dtype="int64"), x(4, dtype="int64")]
    assert_agreed(case("HashedCrossing", {"num_bins": 3, "data_format": "channels_last"}, columns))


@pytest.mark.one_in(4)
@pytest.mark.parametrize("policy", ["string", "int32", "bool", "mixed_float16"])
def test_policies_in_which_no_fractions_are_computed(policy: str) -> None:
    for name in ("AutoContrast", "MixUp", "AugMix", "RandomGaussianBlur"):
        more = {"sigma": 0.5} if name == "RandomGaussianBlur" else {}
        if policy != "mixed_float16":
            assert_agreed(case(name, {"dtype": policy, **more}, x(2, 8, 8, 3)))
    assert_agreed(case("Reshape", {"target_shape": [3, 2], "dtype": policy}, x(2, 6)))
    assert_agreed(case("PReLU", {"dtype": policy}, x(2, 6)))


@pytest.mark.one_in(4)
@pytest.mark.parametrize("dtype", ["float16", "uint8", "int32", "mixed_float16"])
@pytest.mark.parametrize("mode", ["count", "multi_hot", "one_hot"])
def test_dtypes_in_which_integers_are_counted(dtype: str, mode: str) -> None:
    config = {"output_mode": mode, "dtype": dtype}
    for shape in ((4,), (4, 3), (4, 3, 2)):
        given = x(*shape, dtype="int32")
        assert_agreed(case("CategoryEncoding", {"num_tokens": 3, **config}, given))
        assert_agreed(case("Hashing", {"num_bins": 3, **config}, given))


def test_boundaries_are_given_or_learned() -> None:
    config = {"bin_boundaries": [], "num_bins": 3}
    assert_agreed(case("Discretization", config, x(4, 3)))


@pytest.mark.parametrize("seed", [-1, 2**63 - 1, 2**63])
def test_seeds_of_many_bits(seed: int) -> None:
    assert_agreed(case("Dropout", {"rate": 0.5, "seed": seed}, x(4, 3)))


@pytest.mark.parametrize("class_name", ["LSTM", "SimpleRNN"])
@pytest.mark.parametrize("count", [0, 1, 2])
def test_lists_of_masks_for_a_recurrence(class_name: str, count: int) -> None:
    mask = x(2, 3, dtype="bool")
    recurrence = case(class_name, {"units": 2}, x(2, 3, 4))
    assert_agreed(recurrence._replace(kwargs={"mask": mask}))
    assert_agreed(recurrence._replace(kwargs={"mask": [mask] * count}))


@pytest.mark.parametrize("batch", [1, 2, 4])
def test_products_of_other_batches(batch: int) -> None:
    assert_agreed(case("Dot", {"axes": -1}, [x(2, 4), x(batch, 4)]))


@pytest.mark.parametrize("shape", [[None, 1, None], [1, 2, 1], [None, 1], [2]], ids=str)
@pytest.mark.parametrize("class_name", ["Dropout", "AlphaDropout"])
def test_noise_of_a_shape(class_name: str, shape: list[int | None]) -> None:
    assert_agreed(case(class_name, {"rate": 0.5, "noise_shape": shape}, x(2, 3)))


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


@pytest.mark.parametrize("policy", ["bool", "uint8"])
def test_products_of_truths(policy: str) -> None:
    zeros = {"kernel_initializer": "zeros", "dtype": policy}
    assert_agreed(case("Dense", {"units": 2, **zeros}, x(2, 3)))
    assert_agreed(
        case("EinsumDense", {"equation": "ab,bc->ac", "output_shape": 2, **zeros}, x(2, 3))
    )
    recurrent = {"units": 2, "recurrent_initializer": "zeros", **zeros}
    assert_agreed(case("SimpleRNN", recurrent, x(2, 3, 4)))


@pytest.mark.parametrize("weights", [(4,), (4, 3), (1, 3), (4, 1), (4, 3, 1)], ids=str)
@pytest.mark.parametrize("shape", [(4,), (4, 3)], ids=str)
def test_a_weight_for_each_integer(shape: tuple[int, ...], weights: tuple[int, ...]) -> None:
    counted = case(
        "CategoryEncoding", {"num_tokens": 6, "output_mode": "count"}, x(*shape, dtype="int32")
    )
    assert_agreed(counted._replace(kwargs={"count_weights": x(*weights)}))
