"""`kspec sweep` on real data: trained, refused, killed and gone on with."""

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from kspec.executor.errors import ExecutorError

pytestmark = [pytest.mark.contract, pytest.mark.slow]

SPEC: dict[str, Any] = {
    "name": "digits",
    "inputs": {"shape": [8, 8, 1]},
    "layers": [
        {"type": "Rescaling", "scale": 0.0625},
        {"type": "Flatten"},
        {"type": "Dense", "units": 32, "activation": "relu"},
        {"type": "Dropout", "rate": 0.1},
        {"type": "Dense", "units": 10, "activation": "softmax"},
    ],
    "compile": {
        "optimizer": {"type": "Adam", "learning_rate": 0.001},
        "loss": "sparse_categorical_crossentropy",
    },
    "data": {"source": "sklearn:digits"},
    "fit": {"epochs": 2, "validation_split": 0.2},
    "sweep": {"/layers/2/units": {"choices": [8, 16]}, "/layers/3/rate": {"choices": [0.1, 1.5]}},
}


GOOD = {"/layers/2/units": {"choices": [8, 16]}, "/layers/3/rate": {"choices": [0.1, 0.2]}}
ALL_OF_THEM = ("--sampler", "grid", "--trials", "4", "--no-prune", "--workers")


def sweep(folder: Path, *options: str, **changed: Any) -> subprocess.Popen[str]:
    (folder / "model.json").write_text(json.dumps({**SPEC, **changed}))
    command = [sys.executable, "-m", "kspec", "sweep", "model.json", "--run-dir", "swept", *options]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=folder, stdout=pipe, stderr=pipe, text=True)


def all_were_trained(folder: Path) -> bool:
    trained = [one for one in found(folder)["trials"] if one["state"] == "trained"]
    drawn = {tuple(one["values"].values()) for one in trained}
    return drawn == {(8, 0.1), (8, 0.2), (16, 0.1), (16, 0.2)}


def found(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "swept" / "trials.json").read_text()))


def states(folder: Path) -> list[str]:
    return sorted(one["state"] for one in found(folder)["trials"])


def test_a_grid_is_trained_and_what_is_wrong_costs_no_training(tmp_path: Path) -> None:
    options = ("--sampler", "grid", "--trials", "9", "--workers", "2", "--output-format", "json")
    process = sweep(tmp_path, *options)
    output, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    answer = json.loads(output)
    assert answer == found(tmp_path)
    assert states(tmp_path) == ["refused", "refused", "trained", "trained"]
    refused = [one for one in answer["trials"] if one["state"] == "refused"]
    assert all(one["reason"].startswith("KS105") and one["run"] is None for one in refused)
    best = json.loads((tmp_path / "swept" / "best.json").read_text())
    assert best["layers"][2]["units"] == answer["best"]["values"]["/layers/2/units"]
    assert "sweep" not in best
    again = sweep(tmp_path, *options)
    assert again.communicate(timeout=120)[0] == output


def _workers(parent: int) -> list[int]:
    command = ["pgrep", "-P", str(parent)]  # of procps, which every Linux has
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    return [int(pid) for pid in said.stdout.split()]


def _wait_for(path: Path, process: subprocess.Popen[str]) -> None:
    for _ in range(1200):
        if path.exists():
            return
        assert process.poll() is None, process.communicate()
        time.sleep(0.1)
    pytest.fail(f"{path} never came")


def test_a_killed_worker_and_a_killed_sweep_lose_nothing(tmp_path: Path) -> None:
    fit = {**SPEC["fit"], "epochs": 40}
    process = sweep(tmp_path, *ALL_OF_THEM, "1", fit=fit, sweep=GOOD)
    _wait_for(tmp_path / "swept" / "trial-0000" / "history.json", process)
    (worker,) = _workers(process.pid)
    os.kill(worker, signal.SIGKILL)
    _wait_for(tmp_path / "swept" / "trial-0001" / "history.json", process)
    process.kill()
    process.communicate()
    again = sweep(tmp_path, *ALL_OF_THEM, "1", fit=fit, sweep=GOOD)
    _, errors = again.communicate(timeout=400)
    assert again.returncode == 0, errors
    assert all_were_trained(tmp_path)


def test_a_storage_that_is_locked_ends_a_sweep_that_goes_on_later(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    options = (*ALL_OF_THEM, "2", "--storage", f"sqlite:///{path}?timeout=1")
    process = sweep(tmp_path, *options, sweep=GOOD)
    _wait_for(tmp_path / "swept" / "trial-0000" / "history.json", process)
    with sqlite3.connect(path, isolation_level=None, timeout=60) as other:
        other.execute("BEGIN EXCLUSIVE")
        _, errors = process.communicate(timeout=120)
        other.execute("ROLLBACK")
    assert process.returncode == 2
    assert errors == (
        f"kspec: The storage sqlite:///{path}?timeout=1 cannot be used: (sqlite3.OperationalError) "
        "database is locked. The same command goes on.\n"
    )
    again = sweep(tmp_path, *options, sweep=GOOD)
    _, errors = again.communicate(timeout=300)
    assert again.returncode == 0, errors
    assert all_were_trained(tmp_path)


def test_a_full_disk_ends_a_sweep_that_goes_on_later(tmp_path: Path) -> None:
    layers = [*SPEC["layers"][:2], {**SPEC["layers"][2], "units": 6000}, *SPEC["layers"][2:]]
    space = {
        "/layers/3/units": {"choices": [8, 16]},
        "/layers/4/rate": {"choices": [0.1, 0.2]},
    }
    process = sweep(tmp_path, *ALL_OF_THEM, "2", layers=layers, sweep=space)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1 << 20, resource.RLIM_INFINITY))
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 2
    assert errors.startswith("kspec: Cannot write swept/trial-000")
    assert errors.endswith("The same command goes on.\n")
    again = sweep(tmp_path, *ALL_OF_THEM, "2", layers=layers, sweep=space)
    _, errors = again.communicate(timeout=300)
    assert again.returncode == 0, errors
    assert all_were_trained(tmp_path)


def test_a_storage_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    process = sweep(tmp_path, "--storage", "sqlite:////nowhere/study.db")
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 2
    assert errors.startswith("kspec: The storage sqlite:////nowhere/study.db cannot be used")


def _value_of_each(folder: Path) -> dict[tuple[Any, ...], float]:
    trials = found(folder)["trials"]
    return {tuple(one["values"].values()): one["value"] for one in trials if one["value"]}


def test_ray_places_the_workers_and_a_killed_actor_loses_nothing(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="the launcher needs Ray")
    fit = {**SPEC["fit"], "epochs": 15}
    folders = {name: tmp_path / name for name in ("local", "ray")}
    for folder in folders.values():
        folder.mkdir()
    process = sweep(folders["ray"], *ALL_OF_THEM, "2", "--launcher", "ray", fit=fit, sweep=GOOD)
    _wait_for(folders["ray"] / "swept" / "trial-0000" / "history.json", process)
    os.kill(_actors(folders["ray"])[0], signal.SIGKILL)
    output, errors = process.communicate(timeout=400)
    assert process.returncode == 0, errors
    assert "lost: its worker died, and its values are drawn again" in output
    assert all_were_trained(folders["ray"])
    local = sweep(folders["local"], *ALL_OF_THEM, "2", fit=fit, sweep=GOOD)
    local.communicate(timeout=400)
    assert _value_of_each(folders["ray"]) == _value_of_each(folders["local"])


def _actors(folder: Path) -> list[int]:
    """The parents of the workers in a folder: actors of Ray."""
    every = psutil.process_iter(["cwd", "cmdline", "ppid"])
    return [
        one.info["ppid"]
        for one in every
        if one.info["cwd"] == str(folder)
        and "kspec.executor.sweep.worker" in (one.info["cmdline"] or ())
    ]


def test_a_node_without_the_folder_of_a_sweep_is_one_sentence(tmp_path: Path) -> None:
    ray = pytest.importorskip("ray", reason="the launcher needs Ray")
    from kspec.executor.sweep.ray_worker import RayWorker, connect

    assert connect()[0] >= 1
    worker = RayWorker(tmp_path / "missing.log", tmp_path, {})
    with pytest.raises(
        ExecutorError, match=r"cannot start a worker: FileNotFoundError.*missing\.log"
    ):
        worker.send("{}")
    worker.end()
    ray.shutdown()
