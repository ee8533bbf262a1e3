"""A run that is killed and resumed equals one that never was."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import kspec
from kspec.executor.errors import RunError
from kspec.executor.listener import SILENT
from kspec.executor.start import resume
from tests.seeded import seeded

pytestmark = pytest.mark.contract

SPEC = {
    "kspec": 1,
    "name": "tiny",
    "inputs": {"shape": [30]},
    "layers": [
        {"type": "Normalization"},
        # Warnings, which keep no run from going on: Keras takes the string for true, and an
        # argument of Keras 2 for nothing.
        {"type": "Dense", "units": 8, "activation": "relu", "use_bias": "yes"},
        {"type": "Dropout", "rate": 0.3},
        {"type": "Dense", "units": 1, "activation": "sigmoid", "input_dim": 8},
    ],
    "compile": {
        "loss": "binary_crossentropy",
        "optimizer": {"type": "Adam", "learning_rate": 0.01},
        "metrics": ["accuracy"],
    },
    "data": {"source": "sklearn:breast_cancer"},
    "fit": {
        "epochs": 12,
        "validation_split": 0.2,
        "callbacks": [
            {"type": "EarlyStopping", "patience": 10, "restore_best_weights": True},
            {"type": "ReduceLROnPlateau", "patience": 2, "factor": 0.5},
        ],
    },
}
PATIENCE = 300.0
"""Seconds after which a process hangs: a machine may have much else to do."""
HEEDED = signal.default_int_handler


def start(
    *arguments: str | Path, cwd: Path | None = None, ctrl_c: Any = HEEDED
) -> subprocess.Popen[str]:
    """Train in a process that heeds Ctrl-C, or ignores it, whatever this one does."""
    command = [sys.executable, "-m", "kspec", "train", *map(str, arguments)]
    out, both = subprocess.PIPE, subprocess.STDOUT
    former = signal.signal(signal.SIGINT, ctrl_c)  # a handler is the default for a child
    try:
        return subprocess.Popen(
            command, stdout=out, stderr=both, text=True, env=os.environ, cwd=cwd
        )
    finally:
        signal.signal(signal.SIGINT, former)


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    out, _ = process.communicate(timeout=PATIENCE)
    return process.returncode, out


def wait_for(path: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < until, f"{path} never came"
        time.sleep(0.005)


def result(run: Path) -> Any:
    import keras

    history = json.loads((run / "history.json").read_text())
    weights = [keras.saving.load_model(run / f"{name}.keras").get_weights() for name in NAMES]
    return history, weights


NAMES = ("best", "last")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    folder = tmp_path_factory.mktemp("whole")
    spec = folder / "spec.json"
    spec.write_text(json.dumps(SPEC))
    kspec.fit(spec, run_dir=folder / "run")
    return spec, result(folder / "run")


def broken_off(spec: Path, run: Path, number: signal.Signals, delay: float) -> tuple[int, str]:
    process = start(spec, "--run-dir", run)
    wait_for(run / "state.npz")
    time.sleep(delay)
    process.send_signal(number)
    return finish(process)


def check_resumed(run: Path, whole: Any) -> None:
    with suppress(RunError):  # it was done before the signal came
        resume(run, SILENT)
    (history, weights), (expected, expected_weights) = result(run), whole
    assert history == expected
    for model, other in zip(weights, expected_weights, strict=True):
        for one, two in zip(model, other, strict=True):
            assert np.array_equal(one, two)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_a_killed_run_goes_on_as_if_nothing_had_been(
    tmp_path: Path, whole: tuple[Path, Any], seed: int
) -> None:
    delay = seeded(seed).uniform(0, 0.5)
    broken_off(whole[0], tmp_path / "run", signal.SIGKILL, delay)
    check_resumed(tmp_path / "run", whole[1])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "expected"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143)],
)
def test_a_signal_ends_cleanly_and_goes_on(
    tmp_path: Path, whole: tuple[Path, Any], number: signal.Signals, expected: int
) -> None:
    run = tmp_path / "run"
    code, out = broken_off(whole[0], run, number, 0.0)
    assert code == expected, out
    assert "Traceback" not in out
    assert f"kspec train --resume {run}" in out
    assert {"best.keras", "last.keras"} <= {path.name for path in run.iterdir()}
    check_resumed(run, whole[1])


@pytest.mark.slow
def test_in_the_background_ctrl_c_is_ignored_and_another_signal_ends(
    tmp_path: Path, whole: tuple[Path, Any]
) -> None:
    process = start(whole[0], "--run-dir", tmp_path / "run", ctrl_c=signal.SIG_IGN)
    wait_for(tmp_path / "run" / "state.npz")
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    code, out = finish(process)
    assert (code, "Traceback" in out) == (143, False)
    assert "note: Ctrl-C (SIGINT) is ignored, as this was started in the background: kill" in out
    check_resumed(tmp_path / "run", whole[1])


@pytest.mark.slow
def test_a_second_signal_ends_within_a_long_execution(tmp_path: Path) -> None:
    (tmp_path / "long.py").write_text(LONG)
    layers: Any = SPEC["layers"]
    spec = {**SPEC, "layers": [{"type": "long:Long"}, *layers]}
    (tmp_path / "spec.json").write_text(json.dumps(spec))
    options = ("--run-dir", tmp_path / "run", "--allow-import", "long")
    process = start(tmp_path / "spec.json", *options, cwd=tmp_path)
    wait_for(tmp_path / "begun")
    process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    code, out = finish(process)
    assert (code, "Traceback" in out) == (130, False)
    assert "note: stopping after this step" in out


LONG = """
import pathlib, time
import keras, tensorflow as tf

class Long(keras.layers.Layer):
    def call(self, x):
        if tf.executing_eagerly() or isinstance(x, keras.KerasTensor):
            return x
        return tf.ensure_shape(tf.py_function(wait, [x], x.dtype), x.shape)

def wait(x):
    pathlib.Path("begun").touch()
    time.sleep(300)
    return x
"""
