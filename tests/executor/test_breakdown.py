"""A loss that is no number is followed back to its batch and layer."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import kspec

pytestmark = pytest.mark.contract

X = np.random.default_rng(0).normal(size=(96, 4)).astype("float32")
Y = X.sum(axis=1, keepdims=True)
HEAD: dict[str, Any] = {"type": "Dense", "name": "head", "units": 1}


def broken(
    folder: Path,
    *layers: dict[str, Any],
    rate: float = 0.01,
    loss: str = "mse",
    custom_objects: Any = None,
) -> Any:
    spec = {
        "kspec": 1,
        "inputs": {"shape": [4]},
        "layers": [*layers, HEAD],
        "compile": {"loss": loss, "optimizer": {"type": "SGD", "learning_rate": rate}},
        "fit": {"epochs": 20, "batch_size": 16, "validation_split": 0.25},
    }
    run = kspec.fit(spec, X, Y, run_dir=folder / "run", custom_objects=custom_objects)
    assert run.failed
    (symptom,) = run.diagnosis
    assert symptom.code == "KS801"
    return symptom


def test_a_layer_that_overflows_is_named(tmp_path: Path) -> None:
    boom = {"type": "Dense", "name": "boom", "units": 3, "activation": "exponential"}
    found = broken(tmp_path, {"type": "Rescaling", "scale": 1000.0}, boom)
    assert (found.epoch, found.batch, found.layer) == (1, 1, "boom")
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert 'class="state failed"' in page
    assert "<polyline" not in page  # nothing is finite
    assert 'batch 1 of 5 of that epoch: the output of "boom" is not finite' in found.message


@pytest.mark.one_in(2)
@pytest.mark.parametrize("nested", [False, True])
def test_an_operation_that_fails_is_named(tmp_path: Path, *, nested: bool) -> None:
    layers = [
        {"type": "Dense", "name": "before", "units": 3},
        {"type": "keras.ops.log", "name": "logs"},
    ]
    inner = {"type": "Sequential", "name": "inner", "layers": layers}
    assert broken(tmp_path, *([inner] if nested else layers)).layer == "logs"


@pytest.mark.slow
def test_a_later_epoch_is_repeated_from_the_state_before_it(tmp_path: Path) -> None:
    drop = {"type": "Dropout", "rate": 0.2}
    found = broken(tmp_path, drop, rate=3.0)
    assert found.epoch > 1
    assert found.batch in range(1, 6)
    assert found.layer == "head"


@pytest.mark.slow
def test_a_loss_of_finite_outputs_is_said_with_their_values(tmp_path: Path) -> None:
    found = broken(tmp_path, loss="poisson", rate=0.5)
    assert found.layer == "head"
    assert "whose loss is not finite" in found.message


@pytest.mark.slow
@pytest.mark.tensorflow
def test_a_gradient_that_is_none_is_named(tmp_path: Path) -> None:
    import keras

    class Root(keras.layers.Layer):  # type: ignore[misc]
        def call(self, x: Any) -> Any:
            return keras.ops.sqrt(keras.ops.relu(x))  # of zero, the slope is infinite

    found = broken(
        tmp_path,
        {"type": "Dense", "name": "hidden", "units": 4},
        {"type": "own:Root", "name": "root"},
        custom_objects={"Root": Root},
    )
    assert (found.epoch, found.batch, found.layer) == (1, 1, "hidden")
    assert '/hidden/bias" is not finite' in found.message


@pytest.mark.slow
def test_the_epoch_is_not_trained_to_its_end(tmp_path: Path) -> None:
    run = kspec.fit(
        {
            "kspec": 1,
            "inputs": {"shape": [4]},
            "layers": [HEAD],
            "compile": {"loss": "mse", "optimizer": {"type": "SGD", "learning_rate": 1e30}},
            "fit": {"epochs": 5, "batch_size": 1},
        },
        X,
        Y,
        run_dir=tmp_path / "run",
    )
    assert len(run.history["loss"]) == 1
    assert run.failed


@pytest.mark.slow
def test_a_search_that_fails_itself_leaves_the_run_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        message = "own code"
        raise ValueError(message)

    monkeypatch.setattr("kspec.executor.breakdown.locate", fails)
    found = broken(tmp_path, {"type": "Dense", "units": 3, "activation": "exponential"}, rate=1e9)
    assert (found.epoch, found.batch, found.layer) == (1, None, None)
    assert (tmp_path / "run" / "report.html").exists()
