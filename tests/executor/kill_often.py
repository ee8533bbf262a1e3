"""Kills training processes at random moments, over and over, and compares what comes out.

``python -m tests.executor.kill_often [KILLS] [SEED]``. A run is begun, killed (SIGKILL), resumed,
killed again ... until it is done, and then has to equal one that was never killed: history and the
weights of both models. The processes are forked from one that has imported Keras, so that the
moments fall into the training and not into the imports.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from tests.executor.kill_counts import print_counts
from tests.seeded import seeded

SPEC = {
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
    "compile": {
        "loss": "binary_crossentropy",
        "optimizer": {
            "type": "Adam",
            "learning_rate": {
                "type": "ExponentialDecay",
                "initial_learning_rate": 0.02,
                "decay_steps": 100,
                "decay_rate": 0.9,
            },
        },
        "metrics": ["accuracy"],
    },
    "data": {"source": "sklearn:breast_cancer"},
    "fit": {
        "epochs": 60,
        "validation_split": 0.2,
        "callbacks": [
            {"type": "EarlyStopping", "patience": 12, "restore_best_weights": True},
            {"type": "ModelCheckpoint", "filepath": "own.keras", "save_best_only": True},
            {"type": "CSVLogger", "filename": "own.csv"},
        ],
    },
}


def train(spec: Path, run: Path) -> None:
    """Begin a run, or go on with it where there is one."""
    import kspec
    from kspec.executor.errors import RunError
    from kspec.executor.listener import SILENT
    from kspec.executor.start import resume

    if not (run / "run.json").exists():
        for path in run.glob("*"):
            path.unlink()
        kspec.fit(spec, run_dir=run)
        return
    try:
        resume(run, SILENT)
    except RunError as error:
        if "is done" not in str(error):
            raise


def in_a_process(spec: Path, run: Path, seconds: float | None) -> int:
    """Train in a process of its own, killed after some seconds; its exit code, or less than 0."""
    child = os.fork()
    if not child:
        code = 1
        try:
            train(spec, run)
            code = 0
        finally:
            os._exit(code)
    until = None if seconds is None else time.monotonic() + seconds
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if until is not None and time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
            until = None
        time.sleep(0.002)


def result(run: Path) -> tuple[Any, dict[str, Any]]:
    """The history of a run and the weights of its models."""
    import numpy as np

    history = json.loads((run / "history.json").read_text(encoding="utf-8"))
    weights: dict[str, Any] = {}
    for name in ("best", "last"):
        import keras

        saved = keras.saving.load_model(run / f"{name}.keras").get_weights()
        weights |= {f"{name} {at}": np.asarray(array) for at, array in enumerate(saved)}
    return history, weights


def in_result(run: Path) -> int:
    """Compare a run with the whole one beside it; 0 when they are equal."""
    import numpy as np

    (history, weights), (expected, others) = result(run), result(run.parent / "whole")
    same = history == expected and set(weights) == set(others)
    return 0 if same and all(np.array_equal(weights[key], others[key]) for key in others) else 3


def kill_often(kills: int, seed: int, folder: Path) -> dict[str, int]:
    """Kill so many processes; how many runs were finished, lost (cannot go on) and different."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras  # noqa: F401 - before the processes are forked, which then need not
    import sklearn.datasets  # noqa: F401

    chance = seeded(seed)
    spec, counts = folder / "spec.json", {"kills": 0, "runs": 0, "lost": 0, "different": 0}
    spec.write_text(json.dumps(SPEC), encoding="utf-8")
    start = time.monotonic()
    if in_a_process(spec, folder / "whole", None) != 0:
        message = "the run that is compared with does not end"
        raise RuntimeError(message)
    longest = time.monotonic() - start
    while counts["kills"] < kills:
        run = folder / f"run{counts['runs']}"
        code = -1
        while code < 0:
            code = in_a_process(spec, run, chance.uniform(0.02, longest))
            counts["kills"] += code < 0
        counts["runs"] += 1
        counts["lost"] += code != 0
        child = os.fork()
        if not child:
            os._exit(in_result(run) if code == 0 else 0)
        _, status = os.waitpid(child, 0)
        counts["different"] += os.waitstatus_to_exitcode(status) != 0
        sys.stderr.write(f"{counts}\n")
    return counts


if __name__ == "__main__":
    print_counts(kill_often, 100)
