"""Several devices of one machine: the history of one device, and clear errors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from kspec.executor.distribution import Distribution
from kspec.executor.errors import ExecutorError

if TYPE_CHECKING:
    from pathlib import Path

SPEC: dict[str, Any] = {
    "kspec": 1,
    "name": "tiny",
    "inputs": {"shape": [4]},
    "layers": [
        {"type": "Dense", "units": 8, "activation": "relu"},
        {"type": "Dense", "units": 1, "activation": "sigmoid"},
    ],
    "compile": {"loss": "binary_crossentropy", "optimizer": "adam", "metrics": ["accuracy"]},
    "data": {"source": "data.npz", "features": "x", "target": "y"},
    "fit": {"epochs": 3, "batch_size": 32, "validation_split": 0.25},
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("mirrored", Distribution("mirrored")), ("data_parallel:2", Distribution("data_parallel", 2))],
)
def test_a_way_and_a_number(text: str, expected: Distribution) -> None:
    assert Distribution.read(text) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("horovod", "is no way to distribute: write mirrored or data_parallel"),
        ("mirrored:1", "a number of devices from 2 on"),
        ("mirrored:many", "a number of devices from 2 on"),
        ("multi_worker", "does not train on several machines"),
    ],
)
def test_what_is_no_way_is_one_sentence(text: str, said: str) -> None:
    with pytest.raises(ExecutorError, match=said):
        Distribution.read(text)


def test_a_way_of_another_backend_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    with pytest.raises(
        ExecutorError, match="mirrored is of Keras on tensorflow, and Keras runs on"
    ):
        Distribution("mirrored").prepare()


def train(folder: Path, backend: str, *options: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "kspec", "train", *options]
    environment = {**os.environ, "KERAS_BACKEND": backend}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    name = options[options.index("--run-dir" if "--run-dir" in options else "--resume") + 1]
    return dict(json.loads((folder / name / "history.json").read_text("utf-8")))


@pytest.mark.slow
@pytest.mark.contract
@pytest.mark.parametrize(
    ("way", "backend", "rows"),
    [("mirrored", "tensorflow", 256), ("data_parallel", "jax", 201)],  # no batch divides 201
)
def test_two_devices_give_the_history_of_one(
    tmp_path: Path, way: str, backend: str, rows: int
) -> None:
    if find_spec(backend) is None:
        pytest.skip(f"{backend} is not installed")
    x = np.random.default_rng(0).normal(size=(rows, 4)).astype("float32")
    np.savez(tmp_path / "data.npz", x=x, y=(x[:, 0] > 0).astype("int64"))
    (tmp_path / "spec.json").write_text(json.dumps(SPEC), "utf-8")
    one = train(tmp_path, backend, "spec.json", "--run-dir", "one")
    two = ("--distribute", f"{way}:2")
    train(tmp_path, backend, "spec.json", "--run-dir", "two", "--epochs", "2", *two)
    found = train(tmp_path, backend, "--resume", "two", "--epochs", "3", *two)
    assert len(found["epochs"]) == len(one["epochs"]) == 3
    for left, right in zip(found["epochs"], one["epochs"], strict=True):
        assert left == pytest.approx(right, rel=1e-5)
