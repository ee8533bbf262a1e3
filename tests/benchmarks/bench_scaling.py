"""Times what comes beside one training: backends, sweeps, devices, reading.

Run by ``make bench``. Whole processes run in turn, with the processor's time beside the clock's,
which depends on whoever else uses the machine; the ratios are medians over the rounds.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.benchmarks.bench_executor import BY_HAND, ROOT, WRITE, Net, run_times, write

if TYPE_CHECKING:
    from collections.abc import Mapping

ROUNDS = int(os.environ.get("ROUNDS", "3"))
LAYERS = [{"type": "Dense", "units": 512, "activation": "relu"}]
SHORT = Net({"shape": [784]}, LAYERS, 20_000, 5, 10)
"""A short training: as long as the import of Keras."""
UNITS = [64, 128, 192, 256, 320, 384, 448, 512]
"""The trials of the sweep."""
SERIAL = """
import numpy as np, keras
data, held_out = np.load("MLP.npz"), np.load("MLP_val.npz")
for units in {units}:
    keras.utils.set_random_seed(0)
    model = keras.Sequential([
        keras.Input((784,)), keras.layers.Dense(units, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(
        data["x"], data["y"], validation_data=(held_out["x"], held_out["y"]), verbose=0,
        batch_size=32, epochs=5, shuffle=False,
        callbacks=[keras.callbacks.ModelCheckpoint(f"{{units}}.keras", save_best_only=True)],
    )
"""
POLARS = """
import keras, numpy as np, polars
table = polars.read_csv("table.csv")
y = table["y"].to_numpy()
x = table.drop("y").to_numpy().astype("float32")
keras.utils.set_random_seed(0)
model = keras.Sequential([
    keras.Input((x.shape[1],)), keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=1024, epochs=1, validation_split=0.2, verbose=0)
"""


def kspec(*words: str) -> list[str]:
    """A command of kspec."""
    return [sys.executable, "-m", "kspec", *words]


def ratio(
    title: str,
    commands: tuple[list[str], list[str]],
    folder: Path,
    more: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {}),
) -> None:
    """Print how long the second command takes, in parts of the first."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3"}
    times: list[list[tuple[float, float]]] = [[], []]
    for _ in range(ROUNDS):
        for taken, command, extra in zip(times, commands, more, strict=True):
            for run in ("hand", "run"):
                shutil.rmtree(folder / run, ignore_errors=True)
            taken.append(
                run_times(command, folder, {"KERAS_BACKEND": "tensorflow", **env, **extra})
            )
    found = [
        statistics.median(b[at] / a[at] for a, b in zip(*times, strict=True)) for at in range(2)
    ]
    medians = [statistics.median(wall for wall, _ in taken) for taken in times]
    sys.stdout.write(
        f"{title}: {medians[0]:.1f} s, {medians[1]:.1f} s, ratio {found[0]:.2f} "
        f"(processor {found[1]:.2f})\n"
    )
    sys.stdout.flush()


def write_table(folder: Path) -> None:
    """Write a table of 60,000 rows and a spec for it."""
    random = np.random.default_rng(0)
    table = np.column_stack([random.normal(size=(60_000, 100)), np.arange(60_000) % 10])
    header = ",".join([*(f"x{at}" for at in range(100)), "y"])
    np.savetxt(
        folder / "table.csv", table, ["%.5f"] * 100 + ["%d"], ",", header=header, comments=""
    )
    spec: dict[str, Any] = {
        "kspec": 1,
        "inputs": {"shape": [100]},
        "layers": [
            {"type": "Dense", "units": 64, "activation": "relu"},
            {"type": "Dense", "units": 10, "activation": "softmax"},
        ],
        "compile": {
            "loss": "sparse_categorical_crossentropy",
            "optimizer": "adam",
            "metrics": ["accuracy"],
        },
        "data": {"source": "table.csv", "target": "y"},
        "fit": {"epochs": 1, "batch_size": 1024, "validation_split": 0.2},
    }
    (folder / "table.json").write_text(json.dumps(spec), encoding="utf-8")


def main() -> None:
    """Print a line for each comparison: the seconds of both, and the ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write("MLP", SHORT, folder)
        write_table(folder)
        subprocess.run([sys.executable, "-c", WRITE, "MLP"], cwd=folder, check=True)
        hand = [sys.executable, "-c", BY_HAND, "MLP", "hand"]
        train = kspec("train", "MLP.json", "--run-dir", "run")
        for backend in ("tensorflow", "jax", "torch"):
            if importlib.util.find_spec(backend) is not None:
                env = {"KERAS_BACKEND": backend}
                ratio(
                    f"short training on {backend}, by hand and kspec",
                    (hand, train),
                    folder,
                    (env, env),
                )
        table = kspec("train", "table.json", "--run-dir", "run")
        ratio(
            "CSV to the first epoch, polars by hand and kspec",
            ([sys.executable, "-c", POLARS], table),
            folder,
        )
        spec = json.loads((folder / "MLP.json").read_text(encoding="utf-8"))
        spec["sweep"] = {"/layers/0/units": {"choices": UNITS}}
        (folder / "sweep.json").write_text(json.dumps(spec), encoding="utf-8")
        options = ("--trials", "8", "--sampler", "grid", "--no-prune", "--run-dir", "run")
        serial = [sys.executable, "-c", SERIAL.format(units=UNITS)]
        ratio(
            "8 trials, one after the other by hand and kspec sweep",
            (serial, kspec("sweep", "sweep.json", *options)),
            folder,
        )
        plain = kspec("train", "MLP.json", "--run-dir", "run", "--plain")
        two = (*plain, "--distribute", "mirrored:2")
        ratio("one device and two halves of the processor", (plain, list(two)), folder)


if __name__ == "__main__":
    main()
