"""Arrays and facts that look wrong and are right: nothing is found."""

import numpy as np
import pytest

import kspec
from tests.linter.rules.test_data_rules import CONV, Spec, codes, network, stack


def test_a_constant_target_that_is_not_learned() -> None:
    x, ones = np.linspace(0, 1, 400).reshape(100, 4), np.ones(100)
    spec = network([4], 1, "sigmoid", "binary_crossentropy")
    critic = {**spec["layers"][1], "trainable": False}
    against = {**spec, "layers": [spec["layers"][0], critic]}
    assert codes(kspec.lint(against, data=(x, ones))) == []
    own = {**spec, "compile": {"loss": "losses:distance"}}
    assert codes(kspec.lint(own, data=(x, ones))) == []
    candidates: Spec = {
        "inputs": {"word": {"shape": [8]}, "others": {"shape": [5, 8]}},
        "layers": [
            {"type": "Dense", "units": 8, "name": "turned", "inputs": "word"},
            {"type": "Dot", "axes": [1, 2], "inputs": ["turned", "others"]},
        ],
        "compile": {"loss": {"type": "CategoricalCrossentropy", "from_logits": True}},
    }
    first = np.tile([1, 0, 0, 0, 0], (100, 1))
    words = np.random.default_rng(0).normal(size=(100, 6, 8))
    assert codes(kspec.lint(candidates, data=([words[:, 0], words[:, 1:]], first))) == []


@pytest.mark.parametrize(("loss", "found"), [("mse", []), ("binary_crossentropy", None)])
def test_images_that_are_given_back_in_the_same_units(loss: str, found: list[str] | None) -> None:
    layers = [{**CONV, "padding": "same"}, {"type": "Conv2D", "filters": 1, "kernel_size": 1}]
    pixels = np.linspace(0, 255, 640).reshape(10, 8, 8, 1)
    spec = stack(*layers, loss=loss, shape=(8, 8, 1))
    assert codes(kspec.lint(spec, data=(pixels, pixels))) == found or found is None
    declared = stack(*layers, loss=loss, shape=(8, 8, 1), input_range=[0, 255])
    assert ("KS601" in codes(kspec.lint(declared))) == (found is None)
    assert "KS601" in codes(kspec.lint(spec, data=(pixels, pixels / 255)))


@pytest.mark.parametrize(
    ("layers", "optimizer", "target", "found"),
    [
        ([{"type": "Dense", "units": 8, "activation": "relu"}], "adam", [5, 100], []),
        ([{"type": "Dense", "units": 8}, {"type": "LeakyReLU"}], "adam", [1, 100], []),
        ([{"type": "Dense", "units": 8, "activation": "tanh"}], "adam", [5, 100], ["KS601"]),
        ([{"type": "Dense", "units": 8, "activation": "relu"}], "sgd", [5, 100], ["KS601"]),
        ([{"type": "Dense", "units": 8, "activation": "relu"}], "adam", [0, 2], ["KS601"]),
    ],
)
def test_numbers_that_are_given_back_in_the_same_unit(
    layers: list[Spec], optimizer: str, target: list[int], found: list[str]
) -> None:
    spec = stack(*layers, {"type": "Dense", "units": 1}, input_range=[1, 100], target_range=target)
    spec["compile"]["optimizer"] = optimizer
    assert codes(kspec.lint(spec)) == found


def test_zeros_and_ones_are_no_classes_to_a_critic() -> None:
    """Least squares of a critic, or of a similarity: what says that classes are meant is a bounded
    head, a count of right answers, or the task.
    """
    x, y = np.linspace(-1, 1, 400).reshape(100, 4), np.arange(100) % 2
    critic = network([4], 1, "linear", "mse")
    assert codes(kspec.lint(critic, data=(x, y))) == []
    assert codes(kspec.lint(critic, data=(x, y), task="binary_classification")) == ["KS301"]
    assert codes(kspec.lint(network([4], 1, "sigmoid", "mse"), data=(x, y))) == ["KS301"]
    critic["compile"]["metrics"] = ["accuracy"]
    assert codes(kspec.lint(critic, data=(x, y))) == ["KS301"]


def test_one_machine_for_each_class() -> None:
    x, y = np.linspace(-1, 1, 400).reshape(100, 4), np.arange(100) % 5
    spec = network([4], 5, "linear", "hinge", task="multiclass_classification")
    assert codes(kspec.lint(spec)) == []
    assert codes(kspec.lint(spec, data=(x, np.eye(5)[y % 5]))) == []
    assert codes(kspec.lint(spec, data=(x, y))) == ["KS304"]


def test_validation_data_that_is_only_somewhat_larger() -> None:
    x, y = np.linspace(-1, 1, 800).reshape(200, 4), np.linspace(-1, 1, 200)
    spec = network([4], 1, "linear", "mse")
    for held_out in (20 * x[:40], 255 * x[:5], 0 * x[:40]):
        validation = (held_out, y[: len(held_out)])
        assert codes(kspec.lint(spec, data=(x, y, validation))) == []


@pytest.mark.parametrize("limits", [[0, 255], [0, 30], [0.2, 0.2]])
def test_pixels_that_are_scaled_once(limits: list[float]) -> None:
    scaled = {"type": "Rescaling", "scale": 1 / 255}
    spec = stack(scaled, CONV, {"type": "Flatten"}, input_range=limits)
    assert "KS601" not in codes(kspec.lint(spec))


def test_a_critic_whose_answers_have_noise() -> None:
    x, noise = np.linspace(-1, 1, 400).reshape(100, 4), np.linspace(-0.2, 0.2, 100)
    spec = network([4], 1, "sigmoid", "binary_crossentropy")
    assert codes(kspec.lint(spec, data=(x, np.arange(100) % 2 + noise))) == []
    assert codes(kspec.lint(spec, data=(x, np.linspace(-0.2, 1.2, 100)))) == ["KS301"]


def column(index: object, **layer: object) -> Spec:
    """Spec of a layer on a part of a table that square brackets select."""
    return {
        "inputs": {"table": {"shape": [3], "dtype": "int32"}},
        "layers": [
            {"type": "keras.ops.get_item", "name": "part", "inputs": ["table", index]},
            layer,
            {"type": "Flatten"},
            {"type": "Dense", "units": 1},
        ],
        "compile": {"loss": "mse"},
    }


def test_a_column_has_not_the_range_of_its_table() -> None:
    whole = {"slice": [None, None, None]}
    table = np.stack([np.arange(100) % 5, np.arange(100), np.arange(100) * 9], axis=1)
    y = np.linspace(-1, 1, 100)
    embedding = {"type": "Embedding", "input_dim": 5, "output_dim": 4}
    parts: list[object] = [[whole, 0], [whole, {"slice": [None, 1, None]}], [{"slice": "..."}, 0]]
    for index in parts:
        assert codes(kspec.lint(column(index, **embedding), data=(table, y))) == []
    wholes: list[object] = [[whole], [whole, None], [{"slice": "..."}]]
    for index in wholes:
        assert codes(kspec.lint(column(index, **embedding), data=(table, y))) == ["KS611"]
    dense = {"type": "Dense", "units": 4, "activation": "relu"}
    two = [whole, {"slice": [None, 2, None]}]
    assert codes(kspec.lint(column(two, **dense), data=(table, y))) == []
    assert codes(kspec.lint(column([whole], **dense), data=(table, y))) == ["KS601"]


@pytest.mark.parametrize(
    ("ends", "loss"),
    [
        (["answer", "code"], ["mse", None]),
        ({"answer": "answer", "code": "code"}, {"answer": "mse"}),
        ({"answer": "answer", "code": "code"}, {"answer": "mse", "code": None}),
    ],
)
def test_an_output_without_a_loss_has_no_target(ends: object, loss: object) -> None:
    spec: Spec = {
        "inputs": {"shape": [4]},
        "layers": [
            {"type": "Dense", "units": 8, "activation": "relu", "name": "code"},
            {"type": "Dense", "units": 1, "name": "answer"},
        ],
        "outputs": ends,
        "compile": {"loss": loss},
    }
    x, y = np.linspace(-1, 1, 400).reshape(100, 4), np.linspace(-1, 1, 100)
    assert codes(kspec.lint(spec, data=(x, {"answer": y}))) == []
    assert codes(kspec.lint(spec, data=(x, y))) == []
    assert codes(kspec.lint({**spec, "compile": {"loss": "mse"}}, data=(x, y))) == ["KS603"]


def test_rare_answers_are_no_masks() -> None:
    """A share of clicks is as small, and so is a density."""
    data = {"target_range": [0, 0.01]}
    share = network([4], 1, "sigmoid", "binary_crossentropy", data=data)
    assert codes(kspec.lint(share)) == []
    maps = stack({**CONV, "padding": "same", "activation": "sigmoid"}, loss="mse", shape=(8, 8, 1))
    maps["data"] = data
    assert codes(kspec.lint(maps)) == []
    maps["compile"] = {"loss": "binary_crossentropy"}
    assert codes(kspec.lint(maps)) == ["KS602"]


def test_facts_are_by_the_names_of_inputs_and_outputs() -> None:
    spec: Spec = {
        "inputs": {"table": {"shape": [4]}},
        "layers": [{"type": "Dense", "units": 1, "name": "head"}],
        "compile": {"loss": "mse"},
    }
    named = {"input_range": {"table": [0, 1]}, "target_range": {"head": [0, 1]}}
    assert codes(kspec.lint({**spec, "data": named})) == []
    x, y = np.linspace(0, 1, 40).reshape(10, 4), np.linspace(0, 1, 10)
    assert codes(kspec.lint({**spec, "data": named}, data=(x, y))) == []
    keyed = {**spec, "outputs": {"answer": "head"}}
    for name, expected in (("answer", []), ("table", ["KS618"])):
        facts = {"target_range": {name: [0, 1]}}
        assert codes(kspec.lint({**keyed, "data": facts})) == expected
    assert codes(kspec.lint({**spec, "data": {"input_range": {"head": [0, 1]}}})) == ["KS618"]


@pytest.mark.parametrize(
    ("limits", "found"), [([0, 255], []), ([-1, 254], []), ([0, 20], ["KS604"])]
)
def test_bytes_of_a_mask_are_no_classes(limits: list[int], found: list[str]) -> None:
    """A file of an image holds up to 256 classes, and the code does not show which."""
    spec: Spec = {
        "kspec": 1,
        "inputs": {"shape": [8, 8, 3]},
        "layers": [{"type": "Conv2D", "filters": 20, "kernel_size": 1, "activation": "softmax"}],
        "compile": {"optimizer": "adam", "loss": "sparse_categorical_crossentropy"},
        "data": {"target_shape": [8, 8, 1], "target_range": limits},
    }
    assert codes(kspec.lint(spec)) == found
