"""Evidence of a diagnosis from the network and its layers."""

import math
from typing import Any

import numpy as np
import pytest

import kspec
from kspec.analysis.model import Analysis
from kspec.data.samples import Samples
from kspec.executor.evidence import evidence_of

NOISY = [
    {"type": "RandomFlip"},
    {"type": "MixUp"},
    {"type": "RandAugment"},
    {"type": "Dropout", "rate": 0.5},
    {"type": "GaussianNoise", "stddev": 0.1},
    {"type": "BatchNormalization"},
]
QUIET = [{"type": "Rescaling", "scale": 0.5}, {"type": "LayerNormalization"}]


@pytest.mark.parametrize(("layer", "noisy"), [(one, one in NOISY) for one in (*NOISY, *QUIET)])
def test_what_makes_training_harder_than_validation_is_noise(
    layer: dict[str, Any], *, noisy: bool
) -> None:
    head = [{"type": "Flatten"}, {"type": "Dense", "units": 1}]
    spec = kspec.load(
        {
            "inputs": {"shape": [8, 8, 3]},
            "layers": [layer, *head],
            "compile": {"loss": "mse"},
        }
    )
    arrays = {"input_layer": np.zeros((4, 8, 8, 3), "float32")}
    samples = Samples(arrays, {"dense": np.zeros((4, 1), "float32")})
    assert evidence_of(Analysis.of(spec), samples, None).noisy is noisy


@pytest.mark.parametrize(
    ("loss", "units", "chance"),
    [
        ("binary_crossentropy", 1, math.log(2)),
        ("sparse_categorical_crossentropy", 3, math.log(3)),
        ("categorical_crossentropy", 3, math.log(3)),
        ("binary_focal_crossentropy", 1, None),
        ("mse", 1, None),
    ],
)
def test_what_guessing_costs_is_what_keras_computes(
    loss: str, units: int, chance: float | None
) -> None:
    activation = "softmax" if units > 1 else "sigmoid"
    head = {"type": "Dense", "units": units, "activation": activation}
    spec = kspec.load({"inputs": {"shape": [4]}, "layers": [head], "compile": {"loss": loss}})
    rows = np.eye(units)[[0, 0, units - 1]] if loss == "categorical_crossentropy" else None
    target = np.array([[0.0], [0.0], [units - 1 or 1]]) if rows is None else rows
    samples = Samples({"input_layer": np.zeros((3, 4), "float32")}, {"dense": target})
    evidence = evidence_of(Analysis.of(spec), samples, None)
    assert evidence.chance_loss == chance
    thirds = math.log(3) - 2 / 3 * math.log(2)
    assert evidence.shares_loss == (None if chance is None else pytest.approx(thirds))
    if chance is not None:
        keras = pytest.importorskip("keras", reason="no Keras to compare to")

        even = np.full((3, units), 1 / max(units, 2))
        assert float(np.mean(keras.losses.get(loss)(target, even))) == pytest.approx(chance)


@pytest.mark.parametrize(("copies", "shared"), [(True, 40), (False, 0)])
def test_answers_that_many_give_are_no_copies(*, copies: bool, shared: int) -> None:
    rng = np.random.default_rng(0)
    x = np.tile(rng.normal(size=(40, 4)), (5, 1)) if copies else rng.integers(0, 2, (200, 4))
    head = {"type": "Dense", "units": 1}
    spec = kspec.load({"inputs": {"shape": [4]}, "layers": [head], "compile": {"loss": "mse"}})
    train, held_out = (
        Samples({"input_layer": part}, {"dense": np.zeros((len(part), 1), "float32")})
        for part in (x[:160], x[160:])
    )
    assert evidence_of(Analysis.of(spec), train, held_out).shared == shared
