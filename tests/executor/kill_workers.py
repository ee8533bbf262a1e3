"""Kills one worker of a distributed training after another, and compares what comes out.

``python -m tests.executor.kill_workers [KILLS] [SEED]``. A run of two workers is begun; once it has
a whole epoch, its chief or its other worker is killed (SIGKILL) after a random time; the command
has to end, and ``--resume`` goes on, until so many were killed. Then the run has to equal one that
was never killed: its history, and the weights of both models.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from tests.executor.kill_counts import print_counts
from tests.seeded import seeded

SPEC: dict[str, Any] = {
    "kspec": 1,
    "name": "tiny",
    "inputs": {"shape": [30]},
    "layers": [
        {"type": "Normalization"},
        {"type": "Dense", "units": 8, "activation": "relu"},
        {"type": "BatchNormalization"},
        {"type": "Dropout", "rate": 0.3},
        {"type": "Dense", "units": 1, "activation": "sigmoid"},
    ],
    "compile": {"loss": "binary_crossentropy", "optimizer": "adam", "metrics": ["accuracy"]},
    "data": {"source": "sklearn:breast_cancer"},
    "fit": {
        "epochs": 2000,
        "validation_split": 0.2,
        "distribute": "multi_worker:2",
        "callbacks": [
            {"type": "EarlyStopping", "patience": 1000, "restore_best_weights": True},
            {"type": "ModelCheckpoint", "filepath": "own.keras", "save_best_only": True},
        ],
    },
}
ENDS = 120
"""Seconds in which a command has to end after a worker was killed."""


def start(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    """Start `kspec train`."""
    command = [sys.executable, "-m", "kspec", "train", *options]
    environment = {**os.environ, "KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3"}
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)


def epochs(run: Path) -> int:
    """Number of epochs that a run has stored."""
    path = run / "history.json"
    return len(json.loads(path.read_text("utf-8"))["epochs"]) if path.exists() else 0


def other_worker(chief: int) -> int:
    """The process that a chief has started."""
    found = Path(f"/proc/{chief}/task/{chief}/children").read_text("utf-8").split()
    return int(found[0])


def kill_one(chief: subprocess.Popen[bytes], run: Path, chance: random.Random) -> None:
    """Kill a worker once the run has gone on for an epoch, and wait until the command ends."""
    before = epochs(run)
    while epochs(run) <= before and chief.poll() is None:
        time.sleep(0.05)
    time.sleep(chance.uniform(0, 0.5))
    victim = chief.pid if chance.random() < 0.5 else other_worker(chief.pid)
    os.kill(victim, signal.SIGKILL)
    if chief.wait(ENDS) == 0:
        raise RuntimeError("a command whose worker was killed ends as if nothing were wrong")


def weights(run: Path) -> list[Any]:
    """The weights of the models of a run."""
    import keras

    models = [keras.saving.load_model(run / f"{name}.keras") for name in ("best", "last")]
    return [array for model in models for array in model.get_weights()]


def kill_often(kills: int, seed: int, folder: Path) -> dict[str, int]:
    """Kill so many workers; how many runs were lost (cannot go on) and came out different."""
    chance = seeded(seed)
    (folder / "spec.json").write_text(json.dumps(SPEC), encoding="utf-8")
    run, whole = folder / "run", folder / "whole"
    process = start(folder, "spec.json", "--run-dir", "run")
    for at in range(kills - 1):
        kill_one(process, run, chance)
        sys.stderr.write(f"{at + 1} killed, {epochs(run)} epochs kept\n")
        process = start(folder, "--resume", "run", "--epochs", "2000")
    kill_one(process, run, chance)
    last = start(folder, "--resume", "run", "--epochs", str(epochs(run) + 2))
    lost = last.wait() != 0
    total = str(epochs(run))
    start(folder, "spec.json", "--run-dir", "whole", "--epochs", total).wait()
    histories = [json.loads((one / "history.json").read_text("utf-8")) for one in (run, whole)]
    pairs = zip(weights(run), weights(whole), strict=True)
    same = histories[0] == histories[1] and all(np.array_equal(a, b) for a, b in pairs)
    return {"kills": kills, "epochs": int(total), "lost": int(lost), "different": int(not same)}


if __name__ == "__main__":
    print_counts(kill_often, 10)
