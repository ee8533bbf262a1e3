"""Arguments of losses and metrics that the shape of the output decides, against the first batch."""

import warnings
from typing import Any

import pytest

import kspec
from tests.contract.refusal import refusal

pytestmark = pytest.mark.contract
AXES = (-4, -3, -2, -1, 0, 1, 2, 3, [0, 1], [1, 3], None)
LOSSES: list[tuple[str, str, tuple[Any, ...]]] = [
    *((name, "axis", AXES) for name in ("BinaryCrossentropy", "BinaryFocalCrossentropy")),
    *((name, "axis", AXES) for name in ("CosineSimilarity", "Dice", "Tversky")),
    ("CategoricalCrossentropy", "axis", (-4, -1, 2, 3)),
    ("SparseCategoricalCrossentropy", "axis", (-4, -2, -1, 0, 1, 2, 3)),
    ("CategoricalFocalCrossentropy", "alpha", (0.3, [0.3], [0.1, 0.2, 0.3], [0.1, 0.2])),
]
METRICS: list[tuple[str, str, tuple[Any, ...]]] = [
    *((name, "class_id", (-4, -3, 0, 2, 3)) for name in ("Precision", "Recall")),
    *((name, "top_k", (-1, 0, 1, 3, 4)) for name in ("Precision", "Recall")),
    ("CosineSimilarity", "axis", AXES),
    ("PearsonCorrelation", "axis", (-4, -3, -1, 0, 2, 3, [0, 1])),
    ("ConcordanceCorrelation", "axis", (-4, -3, -1, 0, 2, 3, [0, 1])),
    ("AUC", "label_weights", (None, [1.0], [1.0, 2.0], [1.0, 2.0, 3.0])),
    ("AUC", "num_labels", (None, 1, 3, 4)),
]


def raises(shape: list[int], section: dict[str, Any]) -> str | None:
    """Exception of the first batch, or None, with a softmax over 3 classes."""
    import keras
    import numpy as np

    loss, metrics = section["loss"], section.get("metrics", [])
    rows = np.eye(3)[np.zeros((8, *shape[:-1]), int)].astype("float32")
    scores = np.full_like(rows, 1 / 3)
    sparse = loss["type"] in {"SparseCategoricalCrossentropy", "CTC"}

    def run() -> None:
        getattr(keras.losses, loss["type"])(**fields(loss))(
            rows.argmax(-1) if sparse else rows, scores
        )
        for metric in metrics:
            getattr(keras.metrics, metric["type"])(**fields(metric))(rows, scores)

    return refusal(run)


def fields(named: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in named.items() if key != "type"}


def refused(shape: list[int], section: dict[str, Any]) -> bool:
    layers = [{"type": "Dense", "units": 3, "activation": "softmax"}]
    spec = {"inputs": {"shape": shape}, "layers": layers, "compile": section}
    return any(finding.code == "KS318" for finding in kspec.lint(spec).findings)


def compare(shape: list[int], section: dict[str, Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        error = raises(shape, section)
    assert refused(shape, section) == (error is not None), (shape, section, error)


@pytest.mark.parametrize(("name", "field", "values"), LOSSES)
def test_losses(name: str, field: str, values: tuple[Any, ...]) -> None:
    for value in values:
        compare([5, 3], {"optimizer": "sgd", "loss": {"type": name, field: value}})


@pytest.mark.parametrize("shape", [[3], [5, 3], [2, 5, 3]])
def test_ctc(shape: list[int]) -> None:
    compare(shape, {"optimizer": "sgd", "loss": {"type": "CTC"}})


@pytest.mark.one_in(9)
@pytest.mark.parametrize(("name", "field", "values"), METRICS)
def test_metrics(name: str, field: str, values: tuple[Any, ...]) -> None:
    several = {"multi_label": True} if name == "AUC" else {}
    loss = {"type": "CategoricalCrossentropy"}
    for value in values:
        metric = {"type": name, field: value, **several}
        compare([3], {"optimizer": "sgd", "loss": loss, "metrics": [metric]})
