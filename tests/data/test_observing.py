"""Arrays with a spec: paired with its inputs and outputs, merged into its facts."""

from copy import deepcopy
from typing import Any

import numpy as np
import pytest

from kspec.analysis.facts import Fact
from kspec.analysis.model import Analysis
from kspec.analysis.observations import Observations
from kspec.data.arrays import paired
from kspec.data.errors import UnreadableDataError
from kspec.data.model_io import model_io
from kspec.data.observing import DataToCheck, data_to_check, observe, validation_of
from kspec.spec.parse import parse

CLASSIFIER = "sparse_categorical_crossentropy"


def model_of(loss: str, units: int = 3, data: dict[str, Any] | None = None) -> Analysis:
    document: dict[str, Any] = {
        "inputs": {"shape": [4]},
        "layers": [{"type": "Dense", "units": units}],
        "compile": {"loss": loss},
    }
    if data is not None:
        document["data"] = data
    return Analysis(parse(document))


def facts_of(model: Analysis, y: object) -> dict[str, Any]:
    names = ("classes", "target_encoding", "target_shape", "target_range", "input_range")
    facts = model.observing(seen(model, y)).facts
    found = {"samples": facts.samples, **{name: facts.sole(name) for name in names}}
    return {name: None if fact is None else fact.value for name, fact in found.items()}


def x(samples: int) -> np.ndarray:
    return np.linspace(0, 1, samples * 4).reshape(samples, 4)


def seen(model: Analysis, y: object, **more: Any) -> Observations:
    array = np.asarray(y)
    return observe(model, DataToCheck(x(len(array)), array, **more))


def test_labels_become_facts() -> None:
    assert facts_of(model_of(CLASSIFIER), np.arange(90) % 3) == {
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
    facts = facts_of(model_of(loss), y)
    assert (facts["target_encoding"], facts["classes"]) == (encoding, classes)


def test_declared_facts_that_hold_are_kept() -> None:
    data = {"classes": 5, "input_range": [0, 2], "samples": 1000, "target_encoding": "integer"}
    model = model_of(CLASSIFIER, data=data)
    assert seen(model, np.arange(90) % 3).contradictions == ()
    facts = facts_of(model, np.arange(90) % 3)
    assert (facts["classes"], facts["samples"]) == (5, 1000)


def test_facts_say_where_they_come_from() -> None:
    model = model_of(CLASSIFIER, data={"classes": 5, "input_range": [0, 2]})
    facts = model.observing(seen(model, np.arange(90) % 3)).facts
    assert facts.sole("classes") == Fact(5, ("data", "classes"))
    assert facts.sole("input_range") == Fact([0, 1], ("data", "input_range"), observed=True)
    assert facts.sole("target_range") == Fact([0, 2], None, observed=True)
    assert facts.samples == Fact(90, None, observed=True)


def test_data_is_fitted_by_what_the_spec_says_alone() -> None:
    stack = {"kspec": 1, "layers": [{"type": "Dense", "units": 1}], "compile": {"loss": "mse"}}
    model = Analysis(parse(stack))
    after = model.observing(observe(model, DataToCheck(np.arange(9.0), np.arange(9.0))))
    assert after.heads[0].shape == (None, 1)
    assert model_io(after) == model_io(model)


def test_nothing_is_written_into_the_spec() -> None:
    layers = [{"type": "Dense", "units": 3, "activation": "softmax"}]
    document = {"kspec": 1, "layers": layers, "compile": {"loss": CLASSIFIER}}
    model = Analysis(parse(document), task="multiclass_classification")
    assert model.spec is not None
    node = next(iter(model.spec.network.nodes.values()))
    before = (node.layer, model.spec.data, model.spec.task, deepcopy(document))
    after = model.observing(seen(model, np.arange(90) % 3))
    assert after.spec is model.spec
    assert after.heads[0].shape == (None, 3)
    assert [output.task and output.task.name for output in after.outputs] == [after.task]
    assert (node.layer, model.spec.data, model.spec.task, document) == before
    assert model.spec.network.implicit_input


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
    found = seen(model_of(CLASSIFIER, data=data), np.arange(90) % 3).contradictions
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
    assert seen(model_of(CLASSIFIER, data=data), np.arange(90) % 3).contradictions == ()


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
    assert facts_of(model_of("binary_crossentropy"), y)["target_range"] == limits


@pytest.mark.parametrize("data", [None, 3, "x", np.zeros(3)])
def test_what_is_no_data(data: object) -> None:
    with pytest.raises(UnreadableDataError, match="pair of arrays"):
        data_to_check(data)


@pytest.mark.parametrize("data", [(object(),), (np.float64(3),), ([[1], [2, 3]],)])
def test_what_is_no_array(data: tuple[object, ...]) -> None:
    with pytest.raises(UnreadableDataError):
        observe(model_of("mse"), data_to_check(data))


def test_x_and_y_in_one_argument() -> None:
    both = (np.zeros((5, 4)), np.zeros(5))
    with pytest.raises(
        UnreadableDataError, match=r"tuple of 2 arrays, of the shapes \(5, 4\), \(5,\)"
    ):
        observe(model_of("mse"), DataToCheck(both))


def test_validation_data_may_have_weights() -> None:
    assert validation_of((1, 2, 3)) == (1, 2)
    assert validation_of(None) is None
    with pytest.raises(UnreadableDataError):
        validation_of(np.zeros(3))
