"""Arrays with a spec: paired with its inputs and outputs, merged into its facts."""

from typing import Any

import numpy as np
import pytest

from kspec.analysis.seen import Observations
from kspec.data.arrays import paired
from kspec.data.errors import UnreadableDataError
from kspec.data.observing import DataToCheck, given, observe, validation_of
from kspec.spec.model import ModelSpec
from kspec.spec.parse import parse

CLASSIFIER = "sparse_categorical_crossentropy"


def spec_of(loss: str, units: int = 3, data: dict[str, Any] | None = None) -> ModelSpec:
    document: dict[str, Any] = {
        "inputs": {"shape": [4]},
        "layers": [{"type": "Dense", "units": units}],
        "compile": {"loss": loss},
    }
    if data is not None:
        document["data"] = data
    spec = parse(document).spec
    assert spec is not None
    return spec


def facts_of(spec: ModelSpec) -> dict[str, Any]:
    names = ("samples", "classes", "target_encoding", "target_shape", "target_range", "input_range")
    return {name: getattr(spec.data, name) for name in names}


def x(samples: int) -> np.ndarray:
    return np.linspace(0, 1, samples * 4).reshape(samples, 4)


def seen(spec: ModelSpec, y: object, **more: Any) -> Observations:
    array = np.asarray(y)
    return observe(spec, DataToCheck(x(len(array)), array, **more))


def test_labels_become_facts() -> None:
    spec = spec_of(CLASSIFIER)
    seen(spec, np.arange(90) % 3)
    assert facts_of(spec) == {
        "samples": 90,
        "classes": 3,
        "target_encoding": "integer",
        "target_shape": [],
        "target_range": [0, 2],
        "input_range": [0, 1],
    }


@pytest.mark.parametrize(
    ("loss", "y", "encoding", "classes"),
    [
        (CLASSIFIER, np.arange(10) % 3, "integer", None),
        (CLASSIFIER, np.arange(90) % 3 + 1, "integer", 3),
        (CLASSIFIER, np.arange(90) % 3 * 2, "integer", None),
        (CLASSIFIER, np.arange(90) / 90, None, None),
        ("mse", np.arange(90) % 3, None, None),
        ("mse", np.arange(90) / 90, "continuous", None),
        ("mse", np.arange(90) % 2, "binary", None),
        ("mse", np.tile([1.0, 1.0, 0.0], (90, 1)), None, None),
        ("binary_crossentropy", np.tile([1.0, 1.0, 0.0], (90, 1)), "multi_hot", None),
        ("categorical_crossentropy", np.eye(3)[np.arange(90) % 3], "one_hot", 3),
    ],
)
def test_what_a_target_says_of_classes(
    loss: str, y: np.ndarray, encoding: str | None, classes: int | None
) -> None:
    spec = spec_of(loss)
    seen(spec, y)
    facts = facts_of(spec)
    assert (facts["target_encoding"], facts["classes"]) == (encoding, classes)


def test_declared_facts_that_hold_are_kept() -> None:
    data = {"classes": 5, "input_range": [0, 2], "samples": 1000, "target_encoding": "integer"}
    spec = spec_of(CLASSIFIER, data=data)
    assert seen(spec, np.arange(90) % 3).contradictions == ()
    assert facts_of(spec)["classes"] == 5
    assert facts_of(spec)["samples"] == 1000


@pytest.mark.parametrize(
    ("data", "fact"),
    [
        ({"classes": 2}, "classes"),
        ({"samples": 20}, "samples"),
        ({"input_range": [0.5, 1]}, "input_range"),
        ({"target_range": [0, 1]}, "target_range"),
        ({"input_shape": [5]}, "input_shape"),
        ({"input_dtype": "string"}, "input_dtype"),
        ({"input_dtype": "int32"}, "input_dtype"),
        ({"target_shape": [3]}, "target_shape"),
        ({"target_encoding": "binary"}, "target_encoding"),
    ],
)
def test_denied_facts(data: dict[str, Any], fact: str) -> None:
    found = seen(spec_of(CLASSIFIER, data=data), np.arange(90) % 3).contradictions
    assert [one.fact for one in found] == [fact]
    assert found[0].path == ("data", fact)


@pytest.mark.parametrize(
    "data",
    [
        {"target_encoding": "one_hot", "classes": 3},
        {"input_shape": [4, 1]},
        {"input_shape": [None]},
        {"input_dtype": "float32"},
        {"target_range": [0, 2]},
    ],
)
def test_facts_that_nothing_denies(data: dict[str, Any]) -> None:
    assert seen(spec_of(CLASSIFIER, data=data), np.arange(90) % 3).contradictions == ()


def test_pairing() -> None:
    one, two = np.zeros((2, 3)), np.ones((2, 1))
    assert list(paired([one, two], ["a", "b"], "input").arrays) == ["a", "b"]
    assert list(paired({"b": two, "a": one}, ["a", "b"], "input").arrays) == ["a", "b"]
    assert list(paired({"": one}, ["a"], "input").arrays) == ["a"]
    assert paired([[1, 2], [3, 4]], ["a"], "input").arrays["a"].shape == (2, 2)
    assert paired([one], ["a"], "input").arrays["a"].shape == (2, 3)
    assert paired(None, ["a"], "input").arrays == {}


def test_what_does_not_pair() -> None:
    one = np.zeros((2, 3))
    assert paired({"a": one}, ["a", "b"], "input").complaint == 'The data has no input "b"'
    assert paired(one, ["a", "b"], "input").complaint == "The network has 2 inputs, and the data 1"


def test_outputs_without_a_loss_need_no_target() -> None:
    one, names = np.zeros((2, 3)), ["a", "b"]
    for y in (one, [one], [one, None], {"a": one}, {"a": one, "b": None}):
        found = paired(y, names, "output", ["a"])
        assert (list(found.arrays), found.complaint) == (["a"], None)
    assert list(paired([one, one], names, "output", ["a"]).arrays) == names
    assert paired({"b": one}, names, "output", ["a"]).complaint == 'The data has no output "a"'


@pytest.mark.parametrize(
    ("y", "limits"),
    [
        ([[1.2], [0.7], [0.3], [-0.1]], [0, 1]),
        ([[1.2], [0.5], [0.3], [-0.1]], [-0.1, 1.2]),
        ([[1.2], [0.7]], [0.7, 1.2]),
        (np.array([[1], [0], [-128]], dtype=np.int8), [-128, 1]),
        ([[1.2], [np.nan], [0]], [0, 1.2]),
    ],
)
def test_answers_with_noise_on_them(y: object, limits: list[float]) -> None:
    spec = spec_of("binary_crossentropy")
    seen(spec, y)
    assert facts_of(spec)["target_range"] == limits


@pytest.mark.parametrize("data", [None, 3, "x", np.zeros(3)])
def test_what_is_no_data(data: object) -> None:
    with pytest.raises(UnreadableDataError, match="pair of arrays"):
        given(data)


@pytest.mark.parametrize("data", [(object(),), (np.float64(3),), ([[1], [2, 3]],)])
def test_what_is_no_array(data: tuple[object, ...]) -> None:
    with pytest.raises(UnreadableDataError):
        observe(spec_of("mse"), given(data))


def test_validation_data_may_have_weights() -> None:
    assert validation_of((1, 2, 3)) == (1, 2)
    assert validation_of(None) is None
    with pytest.raises(UnreadableDataError):
        validation_of(np.zeros(3))
