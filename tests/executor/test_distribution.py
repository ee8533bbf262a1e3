"""Several devices of one machine: the history of one device, and clear errors."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import kspec
from kspec.executor.distribution.cluster import Cluster, cluster_of
from kspec.executor.distribution.distribution import distribution_of, prepare
from kspec.executor.distribution.host_devices import check_batches
from kspec.executor.errors import ExecutorError
from kspec.spec.training.distribution import Distribution

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
        ("horovod", "is no strategy of distributed training"),
        ("mirrored:1", "a number of devices or workers from 2 on"),
        ("mirrored:many", "a number of devices or workers from 2 on"),
    ],
)
def test_what_is_no_strategy_is_one_sentence(text: str, said: str) -> None:
    with pytest.raises(ExecutorError, match=said):
        distribution_of(kspec.load(SPEC), text)


def test_the_command_line_comes_before_the_spec() -> None:
    spec = kspec.load({**SPEC, "fit": {"distribute": "mirrored:4"}})
    assert distribution_of(spec) == Distribution("mirrored", 4)
    assert distribution_of(spec, "data_parallel:2") == Distribution("data_parallel", 2)
    assert distribution_of(spec, "none") is None


def test_a_spec_with_another_strategy_is_an_error() -> None:
    found = kspec.lint({**SPEC, "fit": {"distribute": "horovod"}}).findings
    assert [(one.code, one.path) for one in found] == [("KS105", ("fit", "distribute"))]


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        ({"type": "worker", "index": 1}, Cluster(3, 2)),
        ({"type": "chief", "index": 0}, Cluster(3, 0)),
    ],
)
def test_the_chief_is_the_first_of_a_cluster(
    monkeypatch: pytest.MonkeyPatch, task: dict[str, Any], expected: Cluster
) -> None:
    hosts = {"chief": ["a:1"], "worker": ["b:1", "c:1"]}
    monkeypatch.setenv("TF_CONFIG", json.dumps({"cluster": hosts, "task": task}))
    assert cluster_of(Distribution("multi_worker")) == expected
    assert cluster_of(Distribution("multi_worker", 3)) == expected
    with pytest.raises(ExecutorError, match="names 3 workers, and multi_worker:2 asks for"):
        cluster_of(Distribution("multi_worker", 2))


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (None, "multi_worker needs TF_CONFIG"),
        ("{", "describes no worker of a cluster"),
        ('{"cluster": {"ps": ["a:1"]}, "task": {"type": "ps", "index": 0}}', "describes no worker"),
        ('{"cluster": {"worker": []}, "task": {"type": "worker", "index": 0}}', "describes no"),
    ],
)
def test_a_cluster_that_is_none_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, config: str | None, said: str
) -> None:
    monkeypatch.delenv("TF_CONFIG", raising=False)
    if config is not None:
        monkeypatch.setenv("TF_CONFIG", config)
    with pytest.raises(ExecutorError, match=said):
        cluster_of(Distribution("multi_worker"))


@pytest.mark.parametrize(
    ("samples", "batch_size", "said"),
    [
        (161, 16, "one batch holds 1, and each of the 2 devices .* Set fit.batch_size to 17."),
        (161, 1, "one batch holds 1, .* Set fit.batch_size to 3."),
        (1, 32, "one batch holds 1, .* Train on one device."),
    ],
)
def test_every_device_needs_a_sample_of_a_batch(samples: int, batch_size: int, said: str) -> None:
    check_batches(160, 16, 2)
    check_batches(3, 16, 2)
    with pytest.raises(ExecutorError, match=said):
        check_batches(samples, batch_size, 2)


def test_a_way_of_another_backend_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    with pytest.raises(
        ExecutorError, match="mirrored is of Keras on tensorflow, and Keras runs on"
    ):
        prepare(Distribution("mirrored"))


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
    [
        ("mirrored", "tensorflow", 256),
        ("multi_worker", "tensorflow", 256),
        ("data_parallel", "jax", 201),  # no batch divides 201
    ],
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
    found = train(tmp_path, backend, "--resume", "two", "--epochs", "3")
    assert found["initial_loss"] == pytest.approx(one["initial_loss"], rel=1e-5)
    assert len(found["epochs"]) == len(one["epochs"]) == 3
    for left, right in zip(found["epochs"], one["epochs"], strict=True):
        assert left == pytest.approx(right, rel=1e-5)


SLOW_REPORT = """
import os
from contextlib import suppress
from kspec.cli.main import main
from kspec.executor import start

finish = start._finished

def finished(*parts):
    with suppress(ChildProcessError):  # the worker's end was seen already
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
    return finish(*parts)

start._finished = finished
main()
"""


@pytest.mark.slow
@pytest.mark.contract
def test_a_worker_may_end_before_the_report_of_its_chief(tmp_path: Path) -> None:
    x = np.random.default_rng(0).normal(size=(64, 4)).astype("float32")
    np.savez(tmp_path / "data.npz", x=x, y=(x[:, 0] > 0).astype("int64"))
    (tmp_path / "spec.json").write_text(json.dumps(SPEC), "utf-8")
    command = [sys.executable, "-c", SLOW_REPORT, "train", "spec.json", "--run-dir", "run"]
    done = subprocess.run(
        [*command, "--distribute", "multi_worker:2"],
        cwd=tmp_path,
        env={**os.environ, "KERAS_BACKEND": "tensorflow"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))["state"] == "done"
