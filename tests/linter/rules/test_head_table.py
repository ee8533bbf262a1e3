"""The table that must hold: what is an error, what a warning, and what is right."""

from typing import Any

import pytest

import kspec

BINARY, MULTI = "binary_classification", "multiclass_classification"
LABELS, QUANTITY = "multilabel_classification", "regression"
CE, SPARSE = "categorical_crossentropy", "sparse_categorical_crossentropy"
BCE = "binary_crossentropy"
SPARSE_LOGITS = {"type": "SparseCategoricalCrossentropy", "from_logits": True}
CE_LOGITS = {"type": "CategoricalCrossentropy", "from_logits": True}
BCE_LOGITS = {"type": "BinaryCrossentropy", "from_logits": True}
INTEGER, ONE_HOT = {"target_encoding": "integer"}, {"target_encoding": "one_hot"}
MULTI_HOT = {"target_encoding": "multi_hot"}

ROWS: list[tuple[int, str | None, Any, str | None, dict[str, Any], str | None]] = [
    # units, activation, loss, task, data, finding
    # yes or no
    (1, "sigmoid", BCE, None, {}, None),
    (1, "sigmoid", BCE, BINARY, {"classes": 2}, None),
    (1, None, BCE_LOGITS, BINARY, {}, None),
    (2, "softmax", SPARSE, BINARY, INTEGER, None),
    (2, "softmax", CE, BINARY, ONE_HOT, None),
    (2, None, SPARSE_LOGITS, BINARY, INTEGER, None),
    (1, "sigmoid", CE, BINARY, {}, "KS301 error"),
    (1, "sigmoid", CE, None, {}, "KS301 error"),
    (1, "sigmoid", SPARSE, BINARY, {}, "KS301 error"),
    (1, None, CE_LOGITS, BINARY, {}, "KS301 error"),
    (2, "sigmoid", CE, BINARY, {}, "KS301 warning"),
    (2, "sigmoid", CE, None, {}, "KS302 warning"),
    (1, "sigmoid", "mse", BINARY, {}, "KS301 warning"),
    (2, "softmax", "mse", BINARY, ONE_HOT, "KS301 warning"),
    (1, "softmax", BCE, BINARY, {}, "KS303 error"),
    (1, "softmax", CE, None, {}, "KS303 error"),
    (1, "softmax", "mse", QUANTITY, {}, "KS303 error"),
    (1, "softmax", None, None, {}, "KS303 error"),
    (3, "softmax", SPARSE, BINARY, {}, "KS304 warning"),
    (1, None, BCE, BINARY, {}, "KS305 error"),
    (1, "sigmoid", BCE_LOGITS, BINARY, {}, "KS306 error"),
    (1, "relu", BCE, BINARY, {}, "KS302 error"),
    (1, "tanh", BCE, BINARY, {}, "KS302 error"),
    (1, "relu", BCE_LOGITS, BINARY, {}, "KS302 warning"),
    (2, "softmax", BCE, BINARY, {}, "KS302 warning"),
    (2, "softmax", BCE, BINARY, ONE_HOT, None),
    # one of several
    (10, "softmax", SPARSE, MULTI, {"classes": 10, **INTEGER}, None),
    (10, "softmax", CE, MULTI, {"classes": 10, **ONE_HOT}, None),
    (10, None, SPARSE_LOGITS, MULTI, {"classes": 10}, None),
    (10, "log_softmax", SPARSE_LOGITS, MULTI, {}, None),
    (10, "softmax", CE, MULTI, INTEGER, "KS307 error"),
    (10, "softmax", SPARSE, MULTI, ONE_HOT, "KS307 error"),
    (5, "softmax", SPARSE, MULTI, {"classes": 10}, "KS304 error"),
    (12, "softmax", SPARSE, MULTI, {"classes": 10}, "KS304 warning"),
    (1, "sigmoid", BCE, None, {"classes": 10}, "KS304 error"),
    (1, "sigmoid", SPARSE, MULTI, {}, "KS304 error"),
    (1, "sigmoid", BCE, MULTI, {}, "KS301 error"),
    (10, "sigmoid", BCE, MULTI, {}, "KS301 warning"),
    (10, "softmax", BCE, MULTI, {}, "KS301 warning"),
    (10, "softmax", BCE, None, {}, "KS302 warning"),
    (10, "sigmoid", BCE, None, {"classes": 10, **INTEGER}, "KS301 error"),
    (10, "sigmoid", CE, MULTI, {}, "KS302 warning"),
    (10, "relu", SPARSE, MULTI, {}, "KS302 error"),
    (10, "tanh", CE, None, {}, "KS302 error"),
    (10, None, SPARSE, None, {}, "KS305 error"),
    (10, None, CE, MULTI, {}, "KS305 error"),
    (10, "softmax", CE_LOGITS, MULTI, {}, "KS306 error"),
    (10, "sigmoid", SPARSE_LOGITS, None, {}, "KS306 error"),
    (10, "softmax", "mse", MULTI, {}, "KS301 warning"),
    # several at once
    (10, "sigmoid", BCE, LABELS, {"classes": 10, **MULTI_HOT}, None),
    (10, None, BCE_LOGITS, LABELS, {}, None),
    (10, "sigmoid", BCE, None, {}, None),
    (10, "softmax", BCE, LABELS, {}, "KS313 error"),
    (10, "softmax", CE, None, MULTI_HOT, "KS313 warning"),
    (10, "sigmoid", CE, LABELS, {}, "KS301 error"),
    (10, None, SPARSE_LOGITS, LABELS, {}, "KS301 error"),
    (8, "sigmoid", BCE, LABELS, {"classes": 10, **MULTI_HOT}, "KS304 error"),
    (10, None, "mae", None, ONE_HOT, "KS301 warning"),
    # quantities
    (1, None, "mse", QUANTITY, {"target_range": [-100, 100]}, None),
    (1, "relu", "mse", QUANTITY, {"target_range": [0, 100]}, None),
    (1, "sigmoid", "mse", QUANTITY, {}, None),
    (1, "sigmoid", "mse", QUANTITY, {"target_range": [0, 255]}, "KS311 error"),
    (1, "relu", "mse", QUANTITY, {"target_range": [-1, 1]}, "KS311 warning"),
    (1, None, BCE, QUANTITY, {}, "KS301 error"),
    (1, "sigmoid", BCE, QUANTITY, {"target_range": [0, 50]}, "KS301 error"),
    (1, "sigmoid", BCE, QUANTITY, {"target_range": [0, 1]}, None),
    (10, "softmax", CE, QUANTITY, {}, "KS301 error"),
    (3, "softmax", "mse", QUANTITY, {}, "KS314 warning"),
    (1, None, "mse", QUANTITY, {"target_shape": [3]}, "KS312 warning"),
    (2, None, "mse", QUANTITY, {"target_shape": [3]}, "KS304 error"),
    (3, "softmax", "mse", None, {"target_range": [-5, 5]}, "KS311 error"),
    (1, None, "poisson", None, {}, "KS302 warning"),
    (1, "exponential", "poisson", None, {}, None),
    # the others
    (1, None, "hinge", None, {}, None),
    (1, "sigmoid", "hinge", None, {}, "KS302 warning"),
    (5, "softmax", "kl_divergence", None, {}, None),
    (5, None, "kl_divergence", None, {}, "KS302 warning"),
    (5, "softmax", "crossentropy", None, {}, None),
    (5, None, "crossentropy", None, {}, "KS305 error"),
    (5, "softmax", "my.losses:custom", None, {}, None),
]


def found(spec: dict[str, Any]) -> list[str]:
    return [
        f"{finding.code} {finding.severity}"
        for finding in kspec.lint(spec).findings
        if finding.code.startswith("KS3")
    ]


@pytest.mark.parametrize(("units", "activation", "loss", "task", "data", "expected"), ROWS)
def test_row(
    units: int,
    activation: str | None,
    loss: Any,
    task: str | None,
    data: dict[str, Any],
    expected: str | None,
) -> None:
    head = {"type": "Dense", "units": units}
    spec: dict[str, Any] = {
        "inputs": {"shape": [20]},
        "layers": [head if activation is None else {**head, "activation": activation}],
        **({} if loss is None else {"compile": {"loss": loss}}),
        **({} if task is None else {"task": task}),
        **({"data": data} if data else {}),
    }
    assert found(spec) == ([] if expected is None else [expected])


def test_targets_below_zero_are_no_classes() -> None:
    """Else the accuracy would say that classes are meant, and the loss be blamed."""
    spec: dict[str, Any] = {
        "inputs": {"shape": [20]},
        "layers": [{"type": "Dense", "units": 3, "activation": "softmax"}],
        "compile": {"loss": "poisson", "metrics": ["accuracy"]},
    }
    assert found(spec) == ["KS301 warning"]
    assert found({**spec, "data": {"target_range": [-9, 9]}}) == ["KS311 error"]


def test_a_softmax_of_a_softmax_is_a_fault_with_any_loss() -> None:
    spec = {
        "inputs": {"shape": [20]},
        "layers": [{"type": "Dense", "units": 3, "activation": "softmax"}, {"type": "Softmax"}],
        "compile": {"loss": "mse"},
        "data": {"classes": 3, "target_encoding": "one_hot"},
    }
    assert found(spec) == ["KS306 warning", "KS301 warning"]


def test_each_output_is_judged_by_itself() -> None:
    spec = {
        "inputs": {"shape": [20]},
        "layers": [
            {"type": "Dense", "units": 8, "activation": "relu", "name": "body"},
            {"type": "Dense", "units": 3, "name": "which", "inputs": "body"},
            {"type": "Dense", "units": 1, "name": "much", "inputs": "body"},
        ],
        "outputs": ["which", "much"],
        "compile": {"loss": {"which": SPARSE, "much": "mse"}, "metrics": [["acc"], ["acc"]]},
    }
    findings = kspec.lint(spec).findings
    assert [(f.code, f.path) for f in findings] == [
        ("KS305", ("compile", "loss", "which")),
        ("KS308", ("compile", "metrics", 1, 0)),
    ]
    assert findings[0].message.startswith('Output "which": ')


def test_the_disagreeing_places_are_named() -> None:
    spec = {
        "task": LABELS,
        "inputs": {"shape": [20]},
        "layers": [{"type": "Dense", "units": 5, "activation": "softmax"}],
        "compile": {"loss": BCE},
    }
    (finding,) = kspec.lint(spec).findings
    assert finding.path == ("layers", 0, "activation")
    assert [related.path for related in finding.related] == [("compile", "loss"), ("task",)]


def test_what_a_metric_of_classes_measures_in_a_regression() -> None:
    spec = {
        "task": "regression",
        "inputs": {"shape": [20]},
        "layers": [{"type": "Dense", "units": 1}],
        "compile": {"loss": "mse", "metrics": ["accuracy", "bce", {"type": "AUC"}]},
    }
    messages = [finding.message for finding in kspec.lint(spec).findings]
    assert [message.partition(", and ")[0] for message in messages] == [
        "accuracy counts equal answers",
        "bce judges answers that are classes",
        "AUC judges answers that are classes",
    ]


MASK_OF_ONE = {"inputs": {"shape": [4, 6]}, "layers": [{"type": "Dense", "units": 1}]}
CLASSES_OF_THREE = {
    "inputs": {"shape": [4, 6]},
    "layers": [{"type": "Dense", "units": 3, "activation": "softmax"}],
}


@pytest.mark.parametrize(
    ("network", "loss", "target", "metric", "expected"),
    [
        # the largest along an axis of places, which only the target has for its last
        (MASK_OF_ONE, "mse", [4], {"type": "OneHotMeanIoU", "num_classes": 3}, "KS317 error"),
        (MASK_OF_ONE, "mse", [4], "categorical_accuracy", "KS317 error"),
        (MASK_OF_ONE, "mse", [4, 1], "categorical_accuracy", "KS308 warning"),
        # an output that is looked at before a last axis of one is taken away
        (MASK_OF_ONE, "mse", [4], {"type": "AUC", "multi_label": True}, "KS318 error"),
        (MASK_OF_ONE, "mse", [4], {"type": "AUC"}, None),
        # one unit is one class, whatever is trained
        (MASK_OF_ONE, "mse", [4, 1], "sparse_categorical_crossentropy", "KS317 warning"),
        # values that cannot stand side by side
        (CLASSES_OF_THREE, SPARSE, [4], {"type": "Accuracy"}, "KS317 error"),
        (CLASSES_OF_THREE, SPARSE, [4, 1], {"type": "Accuracy"}, "KS308 warning"),
    ],
)
def test_a_metric_meets_the_shape_of_a_target(
    network: dict[str, Any], loss: str, target: list[int], metric: Any, expected: str | None
) -> None:
    compiled = {"loss": loss, "metrics": [metric]}
    spec = {**network, "compile": compiled, "data": {"target_shape": target}}
    assert found(spec) == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("loss", "classes", "encoding"),
    [
        *((loss, classes, ONE_HOT) for loss in (CE, SPARSE, BCE) for classes in (None, 3, 4)),
        (CE, None, {}),
    ],
)
def test_one_hot_rows_are_no_class_numbers_of_the_steps(
    loss: str, classes: int | None, encoding: dict[str, Any]
) -> None:
    head = {"type": "Dense", "units": classes or 3, "activation": "softmax"}
    spec = {
        "inputs": {"shape": [4, 8]},
        "layers": [head],
        "compile": {"loss": loss},
        "data": {"target_shape": [classes], **encoding},
    }
    assert "KS310 error" in found(spec)


@pytest.mark.parametrize("loss", [CE, SPARSE])
def test_one_unit_before_rows_of_two_becomes_two_units_and_no_sigmoid(loss: str) -> None:
    spec = {
        "inputs": {"shape": [4]},
        "layers": [{"type": "Dense", "units": 1, "activation": "sigmoid"}],
        "compile": {"loss": loss},
        "data": {"classes": 2, **ONE_HOT},
    }
    (fix,) = (one.fix for one in kspec.lint(spec).findings if one.code == "KS301")
    assert fix is not None
    assert [edit.text for edit in fix.edits][:2] == ["2", '"softmax"']
