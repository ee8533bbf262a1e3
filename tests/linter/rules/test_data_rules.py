"""The rules on data: silent on well-known correct programs, and found where only arrays show it."""

from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

import kspec
from kspec.linter.report import Report
from kspec.source.outline import pointer

Spec = dict[str, Any]
CLASSES = "sparse_categorical_crossentropy"
sklearn = pytest.mark.skipif(find_spec("sklearn") is None, reason="scikit-learn is not installed")


def network(shape: list[int], units: int, activation: str, loss: str, **sections: Any) -> Spec:
    return {
        "inputs": {"shape": shape},
        "layers": [
            {"type": "Dense", "units": 16, "activation": "relu"},
            {"type": "Dense", "units": units, "activation": activation},
        ],
        "compile": {"loss": loss},
        **sections,
    }


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


def places(report: Report) -> list[tuple[str, str]]:
    return [(finding.code, pointer(finding.path)) for finding in report.findings]


def stack(*layers: Spec, loss: str = "mse", shape: tuple[int, ...] = (8,), **data: Any) -> Spec:
    return {
        "inputs": {"shape": list(shape)},
        "layers": list(layers),
        "compile": {"loss": loss},
        "data": data,
    }


DENSE: Spec = {"type": "Dense", "units": 1}
CONV: Spec = {"type": "Conv2D", "filters": 4, "kernel_size": 3, "activation": "relu"}
FLAT: Spec = {"type": "Flatten"}


@sklearn
@pytest.mark.parametrize(
    ("name", "units", "activation", "loss"),
    [
        ("digits", 10, "softmax", CLASSES),
        ("iris", 3, "softmax", CLASSES),
        ("diabetes", 1, "linear", "mse"),
    ],
)
def test_real_data_as_it_comes(name: str, units: int, activation: str, loss: str) -> None:
    from sklearn import datasets

    x, y = getattr(datasets, f"load_{name}")(return_X_y=True)
    spec = network([x.shape[1]], units, activation, loss)
    assert codes(kspec.lint(spec, data=(x, y))) == []


@sklearn
@pytest.mark.parametrize("name", ["breast_cancer", "wine"])
def test_real_data_that_wants_scaling(name: str) -> None:
    from sklearn import datasets

    x, y = getattr(datasets, f"load_{name}")(return_X_y=True)
    classes = int(y.max()) + 1
    head = (1, "sigmoid", "binary_crossentropy") if classes == 2 else (3, "softmax", CLASSES)
    spec = network([x.shape[1]], *head)
    assert places(kspec.lint(spec, data=(x, y))) == [("KS601", "/layers/0")]
    scaled = (x - x.mean(axis=0)) / x.std(axis=0)
    assert codes(kspec.lint(spec, data=(scaled, y))) == []
    spec["layers"].insert(0, {"type": "BatchNormalization"})
    assert codes(kspec.lint(spec, data=(x, y))) == []


@pytest.mark.parametrize(
    "limits", [[0, 1], [-1, 1], [-10, 10], [0, 16], [-123.68, 151.06], [-4, 12], [0, 50]]
)
def test_usual_scales(limits: list[float]) -> None:
    assert codes(kspec.lint(stack(DENSE, input_range=limits))) == []


@pytest.mark.parametrize("limits", [[0, 255], [0, 100000], [-5000, 5000], [-300, 20]])
def test_unusual_scales(limits: list[float]) -> None:
    assert codes(kspec.lint(stack(DENSE, input_range=limits))) == ["KS601"]


@pytest.mark.parametrize(
    "layers",
    [
        [{"type": "Rescaling", "scale": 0.004}, CONV, FLAT, DENSE],
        [{"type": "Normalization"}, CONV, FLAT, DENSE],
        [{"type": "BatchNormalization"}, CONV, FLAT, DENSE],
        [FLAT, {"type": "LayerNormalization"}, DENSE],
        [{**CONV, "activation": None}, {"type": "BatchNormalization"}, FLAT, DENSE],
        [{"type": "my.layers:Preprocess"}, CONV, FLAT, DENSE],
    ],
)
def test_pixels_that_are_scaled_somewhere(layers: list[Spec]) -> None:
    spec = stack(*layers, shape=(16, 16, 3), input_range=[0, 255])
    assert "KS601" not in codes(kspec.lint(spec))


def test_scale_is_seen_through_what_passes_values_on() -> None:
    inner = {"type": "Sequential", "layers": [{"type": "Reshape", "target_shape": [16]}, DENSE]}
    spec = stack({"type": "ZeroPadding2D"}, FLAT, inner, shape=(2, 2, 1), input_range=[0, 255])
    assert places(kspec.lint(spec)) == [("KS601", "/layers/2/layers/1")]


def test_outliers_make_no_scale() -> None:
    x = np.random.default_rng(0).normal(size=(1000, 8))
    x[7, 3] = 300
    assert codes(kspec.lint(stack(DENSE), data=(x, x[:, :1] + x[:, 1:2]))) == []


@pytest.mark.parametrize("loss", ["mse", "mae", "huber", "mean_absolute_percentage_error"])
def test_targets_in_hundreds(loss: str) -> None:
    assert codes(kspec.lint(stack(DENSE, loss=loss, target_range=[25, 346]))) == []


def test_relative_losses_take_any_scale() -> None:
    spec = stack(DENSE, loss="mean_absolute_percentage_error", target_range=[1, 500000])
    assert codes(kspec.lint(spec)) == []
    spec["compile"]["loss"] = "mae"
    assert codes(kspec.lint(spec)) == ["KS602"]


def test_labels_tell_the_row() -> None:
    y = np.arange(400) % 10
    y[321] = 12
    report = kspec.lint(
        network([4], 10, "softmax", CLASSES), data=(np.arange(1600).reshape(400, 4) / 1600, y)
    )
    assert places(report) == [("KS604", "/compile/loss")]
    assert "12 in row 321" in report.findings[0].message


def test_labels_of_the_validation_data_are_looked_at() -> None:
    x, y = np.linspace(0, 1, 1600).reshape(400, 4), np.arange(400) % 10
    spec = network([4], 10, "softmax", CLASSES)
    report = kspec.lint(spec, data=(x[:300], y[:300], (x[300:], y[300:] + 1)))
    assert places(report) == [("KS604", "/compile/loss")]
    assert report.findings[0].message.startswith("The validation labels go from 1 to 10 (10 in row")


def test_labels_beyond_the_units_are_one_finding() -> None:
    y = np.arange(400) % 12
    spec = network([4], 10, "softmax", CLASSES)
    assert codes(kspec.lint(spec, data=(np.linspace(0, 1, 1600).reshape(400, 4), y))) == ["KS304"]


def test_scaled_labels() -> None:
    y = (np.arange(400) % 10) / 255
    spec = network([4], 10, "softmax", CLASSES)
    report = kspec.lint(spec, data=(np.linspace(0, 1, 1600).reshape(400, 4), y))
    assert codes(report) == ["KS604"]
    assert "no whole numbers" in report.findings[0].message


@pytest.mark.parametrize(("ignored", "found"), [(255, []), (None, ["KS604"])])
def test_label_that_the_loss_passes_over(ignored: int | None, found: list[str]) -> None:
    y = np.arange(400) % 10
    y[::7] = 255
    loss: Any = {"type": "SparseCategoricalCrossentropy", "ignore_class": ignored}
    spec = network([4], 10, "softmax", loss)
    data = (np.linspace(0, 1, 1600).reshape(400, 4), y)
    assert codes(kspec.lint(spec, data=data)) == found


def test_rows_and_columns_of_strays() -> None:
    x = np.linspace(0, 1, 800).reshape(200, 4)
    held_out = x.copy() + 2
    held_out[5, 1] = np.inf
    y = x[:, :1] + x[:, 1:2]
    y[9] = np.nan
    spec = network([4], 1, "linear", "mse")
    messages = [one.message for one in kspec.lint(spec, data=(x, y, (held_out, x))).findings]
    assert "The target is NaN in row 9, column 0" in messages
    assert "The validation input is infinite in row 5, column 1" in messages


@pytest.mark.parametrize(("rare", "found"), [(1, ["KS606"]), (40, ["KS606"]), (60, []), (400, [])])
def test_only_severe_imbalance(rare: int, found: list[str]) -> None:
    y = (np.random.default_rng(0).permutation(1000) < rare).astype(int)
    x = np.linspace(0, 1, 4000).reshape(1000, 4)
    spec = network([4], 1, "sigmoid", "binary_crossentropy")
    assert codes(kspec.lint(spec, data=(x, y))) == found
    spec["compile"]["loss"] = "binary_focal_crossentropy"
    assert codes(kspec.lint(spec, data=(x, y))) == []


def test_constant_target_of_arrays() -> None:
    x = np.linspace(0, 1, 400).reshape(100, 4)
    spec = network([4], 1, "linear", "mse")
    assert codes(kspec.lint(spec, data=(x, np.full(100, 3.5)))) == ["KS608"]
    assert codes(kspec.lint(spec, data=(x[:1], np.full(1, 3.5)))) == []
    hot = network([4], 3, "softmax", "categorical_crossentropy")
    assert "KS608" in codes(kspec.lint(hot, data=(x, np.tile([0, 1, 0], (100, 1)))))


def test_only_declared_classes_make_a_constant_target_an_error() -> None:
    """Keras trains on it, and one half of a critic's data is all of one kind."""
    x, ones = np.linspace(0, 1, 400).reshape(100, 4), np.ones(100)
    spec = network([4], 1, "sigmoid", "binary_crossentropy")
    declared = {**spec, "task": "binary_classification"}
    numbered = {**spec, "data": {"classes": 2}}
    for each, severity in ((spec, "warning"), (declared, "error"), (numbered, "error")):
        (found,) = kspec.lint(each, data=(x, ones)).findings
        assert (found.code, str(found.severity)) == ("KS608", severity)


def test_repeated_samples_are_no_overlap() -> None:
    random = np.random.default_rng(0)
    x = random.integers(0, 2, (400, 4)).astype(float)
    y = x[:, :1] + x[:, 1:2]
    spec = network([4], 1, "linear", "mse")
    report = kspec.lint(spec, data=(x[:300], y[:300], (x[300:], y[300:])))
    assert "KS609" not in codes(report)


def test_tokens_by_their_range() -> None:
    layer = {"type": "Embedding", "input_dim": 50, "output_dim": 4}
    spec = stack(layer, FLAT, DENSE)
    tokens = np.arange(800).reshape(100, 8) % 50
    y = np.linspace(0, 1, 100)
    assert codes(kspec.lint(spec, data=(tokens, y))) == []
    report = kspec.lint(spec, data=(tokens + 1, y))
    assert places(report) == [("KS611", "/layers/0/input_dim")]
    assert report.ok is False
    report = kspec.lint(spec, data=(tokens - 1, y))
    assert (codes(report), report.ok) == (["KS611"], True)
    report = kspec.lint(spec, data=(tokens / 50, y))
    assert (codes(report), report.ok) == (["KS612"], True)


def test_facts_of_two_inputs_are_by_name() -> None:
    spec: Spec = {
        "inputs": {"image": {"shape": [4]}, "age": {"shape": [1]}},
        "layers": [
            {"type": "Concatenate", "inputs": ["image", "age"]},
            {"type": "Dense", "units": 1},
        ],
        "compile": {"loss": "mse"},
    }
    image, age = np.linspace(0, 255, 400).reshape(100, 4), np.linspace(0, 1, 100)
    assert codes(kspec.lint(spec, data=([image, age], age))) == ["KS601"]
    assert codes(kspec.lint(spec, data=({"age": age, "image": image / 255}, age))) == []
    assert codes(kspec.lint(spec, data=(image, age))) == ["KS603"]


def test_a_false_fact_and_what_follows_from_it_are_one_finding() -> None:
    x = np.linspace(0, 1, 600).reshape(100, 6)
    spec = stack(DENSE, input_shape=[8], shape=(8,))
    assert codes(kspec.lint(spec, data=(x, x.sum(axis=1)))) == ["KS603"]


STEPS = np.linspace(-1, 1, 3200).reshape(200, 4, 4)


def test_a_class_for_each_step_is_one_of_as_many_as_there_are_units() -> None:
    y = np.eye(5)[np.arange(800).reshape(200, 4) % 5]
    spec = network([4, 4], 5, "softmax", "categorical_crossentropy")
    assert codes(kspec.lint(spec, data=(STEPS, y))) == []


def test_a_background_that_is_nearly_everything_is_no_imbalance() -> None:
    y = (np.arange(800).reshape(200, 4) % 100 == 0).astype(int)
    spec = network([4, 4], 2, "softmax", CLASSES)
    assert codes(kspec.lint(spec, data=(STEPS, y))) == []


@pytest.mark.parametrize("units", [1, 3])
def test_class_numbers_for_yes_or_no(units: int) -> None:
    y = np.arange(200) % 3
    spec = network([4, 4], units, "sigmoid", "binary_crossentropy")
    spec["layers"].insert(0, {"type": "Flatten"})
    assert codes(kspec.lint(spec, data=(STEPS, y))) == ["KS301"]


def test_numbers_for_several_labels_are_one_finding() -> None:
    facts = {"target_shape": [], "target_range": [0, 7]}
    spec = network([8], 8, "sigmoid", "binary_crossentropy", data=facts)
    assert codes(kspec.lint(spec)) == ["KS307"]


def test_numbers_for_rows_are_not_out_of_range_as_well() -> None:
    facts = {"target_shape": [1], "target_range": [0, 7]}
    spec = network([8], 8, "softmax", "categorical_crossentropy", data=facts)
    assert codes(kspec.lint(spec)) == ["KS307"]


def test_a_mask_that_was_not_scaled() -> None:
    facts = {"target_encoding": "continuous", "target_range": [0, 255]}
    spec = network([8, 8, 3], 1, "sigmoid", "binary_crossentropy", task="segmentation", data=facts)
    assert codes(kspec.lint(spec)) == ["KS311"]


def test_samples_that_are_all_the_same() -> None:
    spec = network([4], 1, "sigmoid", "binary_crossentropy")
    y = np.arange(200) % 2
    same = kspec.lint(spec, data=(np.tile([1.0, 0, 0, 0], (200, 1)), y))
    assert codes(same) == ["KS607"]
    assert codes(kspec.lint(spec, data=(np.zeros((1, 4)), y[:1]))) == []


@pytest.mark.parametrize(("least", "found"), [(0, []), (-3, ["KS311"])])
def test_soft_labels_are_no_quantities(least: int, found: list[str]) -> None:
    facts = {"target_encoding": "continuous", "target_shape": [5], "target_range": [least, 1]}
    spec = network([8], 5, "softmax", "categorical_crossentropy", data=facts)
    spec["compile"]["metrics"] = ["accuracy"]
    assert codes(kspec.lint(spec)) == found


def test_strays_in_a_target_are_one_finding() -> None:
    y = np.where(np.arange(200) % 2, np.inf, 1.0)
    spec = network([4], 1, "linear", "mse")
    assert codes(kspec.lint(spec, data=(np.linspace(-1, 1, 800).reshape(200, 4), y))) == ["KS605"]


def test_numbers_for_each_step_and_one_answer() -> None:
    y = np.arange(800).reshape(200, 4) % 5
    spec = network([4, 4], 5, "softmax", CLASSES)
    spec["layers"].insert(0, {"type": "LSTM", "units": 4})
    (finding,) = kspec.lint(spec, data=(STEPS, y)).findings
    assert finding.code == "KS310"
    assert "return_sequences" in finding.help


def test_rows_of_two_for_one_unit() -> None:
    facts = {"target_encoding": "one_hot", "classes": 2}
    spec = network([8], 1, "sigmoid", "binary_crossentropy", data=facts)
    (finding,) = kspec.lint(spec).findings
    assert (finding.code, finding.severity) == ("KS304", "error")
    assert "targets 0 and 1" in finding.help
