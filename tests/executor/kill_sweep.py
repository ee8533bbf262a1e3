"""Kills a sweep and its workers, over and over, and compares what comes out.

``python -m tests.executor.kill_sweep [KILLS] [SEED]``. A grid is swept by two workers; a worker or
the sweep itself is killed (SIGKILL) at a random moment, and a killed sweep is started again, until
so many were killed. Then every point of the grid has to be trained, with the values of a sweep that
was never killed.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.executor.kill_counts import print_counts
from tests.seeded import seeded

SPEC: dict[str, Any] = {
    "kspec": 1,
    "name": "digits",
    "inputs": {"shape": [8, 8, 1]},
    "layers": [
        {"type": "Rescaling", "scale": 0.0625},
        {"type": "Flatten"},
        {"type": "Dense", "units": 32, "activation": "relu"},
        {"type": "Dropout", "rate": 0.1},
        {"type": "Dense", "units": 10, "activation": "softmax"},
    ],
    "compile": {"loss": "sparse_categorical_crossentropy", "optimizer": "adam"},
    "data": {"source": "sklearn:digits"},
    "fit": {"epochs": 12, "validation_split": 0.2},
    "sweep": {
        "/layers/2/units": {"choices": [8, 16, 32, 64]},
        "/layers/3/rate": {"choices": [0.1, 0.2, 0.3]},
    },
}
POINTS = 12
"""The points of the grid."""


def start(folder: Path, run: str) -> subprocess.Popen[bytes]:
    """Start `kspec sweep`, or go on with it."""
    options = ["--run-dir", run, "--sampler", "grid", "--workers", "2", "--no-prune"]
    command = [sys.executable, "-m", "kspec", "sweep", "spec.json", "--trials", str(POINTS)]
    with (folder / "log").open("ab") as log:
        return subprocess.Popen([*command, *options], cwd=folder, stdout=log, stderr=log)


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    path = Path(f"/proc/{process}/task/{process}/children")
    return [
        int(pid)
        for task in path.parent.parent.glob("*/children")
        for pid in task.read_text("utf-8").split()
    ]


def wait_for_an_epoch(folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until a trial has gone on, or the sweep ends."""

    def histories() -> set[tuple[Path, int]]:
        found = folder.glob("trial-*/history.json")
        return {(path, path.stat().st_mtime_ns) for path in found}

    before = histories()
    while histories() <= before and process.poll() is None:
        time.sleep(0.1)


def values(folder: Path) -> dict[str, list[float]]:
    """The value of each point of the grid that was trained, once for each time."""
    found: dict[str, list[float]] = {}
    for trial in json.loads((folder / "trials.json").read_text("utf-8"))["trials"]:
        if trial["state"] == "trained":
            found.setdefault(json.dumps(trial["values"], sort_keys=True), []).append(trial["value"])
    return found


def kill_often(kills: int, seed: int, folder: Path) -> dict[str, int]:
    """Kill so many; how many points were lost, and how many came out different."""
    chance = seeded(seed)
    (folder / "spec.json").write_text(json.dumps(SPEC), encoding="utf-8")
    if start(folder, "whole").wait():
        raise RuntimeError("the sweep that is compared with does not end")
    killed = rounds = 0
    wrong = {"lost": 0, "different": 0}
    while killed < kills:
        process = start(folder, f"swept{rounds}")
        while process.poll() is None and killed < kills:
            wait_for_an_epoch(folder / f"swept{rounds}", process)
            time.sleep(chance.uniform(0, 2))
            workers = children(process.pid)
            if process.poll() is not None or not workers:
                continue
            killed += 1
            if chance.random() < 0.5:
                os.kill(chance.choice(workers), signal.SIGKILL)
            else:
                process.kill()
                process.wait()
                process = start(folder, f"swept{rounds}")
            sys.stderr.write(f"{killed} killed\n")
        process.wait()
        expected, found = values(folder / "whole"), values(folder / f"swept{rounds}")
        wrong["lost"] += len(set(expected) - set(found))
        wrong["different"] += sum(found[key] != expected[key] for key in set(found) & set(expected))
        rounds += 1
    return {"kills": killed, "sweeps": rounds, **wrong}


if __name__ == "__main__":
    print_counts(kill_often, 20)
