"""Keras on JAX and on PyTorch: the same runs, and what is said where a backend is missing."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from kspec.executor.backends import wanted
from kspec.executor.errors import ExecutorError

OTHERS = ("jax", "torch")
HERE = Path(__file__).parent
SUITES = ("fit", "resume", "check_layer", "breakdown", "diagnosis", "adapt", "commands", "steps")
"""The modules of tests that hold on every backend."""
SPEC = {
    "kspec": 1,
    "name": "tiny",
    "inputs": {"shape": [2]},
    "layers": [
        {"type": "Dense", "units": 4, "activation": "relu"},
        {"type": "Dropout", "rate": 0.1},
        {"type": "Dense", "units": 2, "activation": "softmax"},
    ],
    "compile": {
        "loss": "sparse_categorical_crossentropy",
        "optimizer": "adam",
        "metrics": ["accuracy"],
    },
    "data": {"source": "t.csv", "target": "kind", "target_encoding": "integer", "classes": 2},
    "fit": {"epochs": 3, "validation_split": 0.2},
}
CSV = "\n".join(["u,v,kind", *(f"{n % 7},{n % 5},{'odd' if n % 2 else 'even'}" for n in range(60))])
WITHOUT_TENSORFLOW = (
    "import sys; sys.modules['tensorflow'] = None; from kspec.cli.main import main; main()"
)


def installed(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    monkeypatch.setattr(wanted, "find_spec", lambda name: name if name in names else None)


def test_the_backend_is_known_before_keras_is_imported(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.delenv("KERAS_BACKEND")
    assert wanted.wanted_backend() == "tensorflow"
    (tmp_path / "keras.json").write_text('{"backend": "torch"}', encoding="utf-8")
    assert wanted.wanted_backend() == "torch"
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    assert wanted.wanted_backend() == "jax"


def test_what_is_missing_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    installed(monkeypatch, "keras", "tensorflow")
    with pytest.raises(ExecutorError) as caught:
        wanted.check_installed()
    assert str(caught.value) == (
        "Training needs jax: pip install 'kspec[train-jax]'. tensorflow is installed: "
        "KERAS_BACKEND=tensorflow trains on it."
    )
    installed(monkeypatch, "keras", "jax")
    wanted.check_installed()


def test_a_backend_that_does_not_train_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "openvino")
    with pytest.raises(ExecutorError, match="openvino does not train: set KERAS_BACKEND to"):
        wanted.check_installed()


def environment(backend: str) -> dict[str, str]:
    if find_spec(backend) is None:
        pytest.skip(f"{backend} is not installed")
    return {**os.environ, "KERAS_BACKEND": backend, "KSPEC_TEST_BACKEND": backend}


@pytest.mark.slow
@pytest.mark.contract
@pytest.mark.parametrize("backend", OTHERS)
def test_what_holds_on_tensorflow_holds_on_every_backend(backend: str) -> None:
    suites = [HERE / f"test_{name}.py" for name in SUITES]
    options = ("-q", "-x", "-p", "no:cacheprovider", "-m", "not slow", "--benchmark-disable")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *suites],
        env=environment(backend),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
@pytest.mark.contract
@pytest.mark.parametrize("backend", OTHERS)
def test_a_run_needs_no_tensorflow(backend: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "spec.json").write_text(json.dumps(SPEC), encoding="utf-8")

    def kspec(*arguments: str) -> str:
        command = [sys.executable, "-c", WITHOUT_TENSORFLOW, *arguments]
        done = subprocess.run(
            command,
            env=environment(backend),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    kspec("train", "spec.json", "--run-dir", "whole", "--diagnose")
    kspec("train", "spec.json", "--run-dir", "parts", "--epochs", "1")
    kspec("train", "--resume", "parts", "--epochs", "3")
    whole, parts = (
        json.loads((tmp_path / name / "history.json").read_text("utf-8"))
        for name in ("whole", "parts")
    )
    assert parts == whole
    best = min(epoch["val_loss"] for epoch in whole["epochs"])
    scored = json.loads(kspec("evaluate", "parts", "--output-format", "json"))
    assert scored["values"]["loss"] == pytest.approx(best, rel=1e-4)
    kspec("predict", "parts", "t.csv", "--output", "answers.csv")
    assert len((tmp_path / "answers.csv").read_text("utf-8").splitlines()) == 61


@pytest.mark.slow
@pytest.mark.contract
def test_a_run_goes_on_with_its_own_backend(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "spec.json").write_text(json.dumps(SPEC), encoding="utf-8")
    command = [sys.executable, "-m", "kspec", "train"]
    first = [*command, "spec.json", "--run-dir", "run", "--epochs", "1"]
    subprocess.run(first, env=environment("torch"), cwd=tmp_path, capture_output=True, check=True)
    done = subprocess.run(
        [*command, "--resume", "run", "--epochs", "2"],
        env=environment("tensorflow"),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "run was trained on torch, and Keras now runs on tensorflow" in done.stderr


@pytest.mark.slow
@pytest.mark.contract
@pytest.mark.parametrize("backend", OTHERS)
def test_a_check_imports_no_tensorflow(backend: str) -> None:
    code = """
import sys, keras, numpy, kspec
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
kspec.check(model, numpy.eye(4), numpy.arange(4) % 3)
assert "tensorflow" not in sys.modules
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment(backend), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
