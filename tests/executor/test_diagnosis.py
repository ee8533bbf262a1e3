"""Networks that are broken on purpose are named, and healthy ones are not."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import kspec

pytestmark = pytest.mark.contract

RNG = np.random.default_rng(0)
X = RNG.normal(size=(160, 6)).astype("float32")
Y = (X[:, 0] + X[:, 1] > 0).astype(int)
HEAD = {"type": "Dense", "name": "head", "units": 1, "activation": "sigmoid"}


def hidden(**fields: Any) -> dict[str, Any]:
    return {"type": "Dense", "name": "hidden", "units": 16, "activation": "relu", **fields}


def symptoms(
    folder: Path, *layers: dict[str, Any], optimizer: object = "adam", **options: Any
) -> dict[str, str]:
    spec = {
        "kspec": 1,
        "inputs": {"shape": [6]},
        "layers": [*layers, HEAD],
        "compile": {"loss": "binary_crossentropy", "optimizer": optimizer},
        "fit": {"epochs": 3, "validation_split": 0.25},
    }
    run = kspec.fit(spec, X, Y, run_dir=folder / "run", **options)
    return {symptom.code: symptom.message for symptom in run.diagnosis}


def test_dead_units_are_counted(tmp_path: Path) -> None:
    dead = hidden(bias_initializer={"type": "Constant", "value": -100.0})
    assert '16 of the 16 units of "hidden"' in symptoms(tmp_path, dead)["KS806"]


def test_a_gradient_that_vanishes_is_named_with_its_layer(tmp_path: Path) -> None:
    deep = [hidden(name=f"hidden{at}", activation="sigmoid") for at in range(14)]
    found = symptoms(tmp_path, *deep)
    assert '/hidden0/kernel" is' in found["KS807"]


def test_a_gradient_that_explodes_is_named(tmp_path: Path) -> None:
    large = {"type": "Rescaling", "scale": 1e8}
    found = symptoms(tmp_path, large, hidden(), optimizer={"type": "SGD", "learning_rate": 1e-30})
    assert "KS807" in found


def test_one_batch_that_is_not_learned_is_found_on_request(tmp_path: Path) -> None:
    lazy = {"type": "SGD", "learning_rate": 1e-6}
    assert "KS803" not in symptoms(tmp_path / "silent", hidden(), optimizer=lazy)
    found = symptoms(tmp_path / "asked", hidden(), optimizer=lazy, diagnose=True)
    assert "Trained on 32 samples alone" in found["KS803"]


def test_a_healthy_network_has_none(tmp_path: Path) -> None:
    layers = [{"type": "BatchNormalization"}, hidden(), {"type": "Dropout", "rate": 0.1}]
    found = symptoms(tmp_path, *layers, diagnose=True)
    assert set(found) & {"KS803", "KS806", "KS807"} == set()
