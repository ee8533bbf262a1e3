"""Times what comes beside one training: backends, sweeps, devices, reading; and writes the table.

Run by ``make bench``. Whole processes run in turn, with the processor's time beside the clock's,
which depends on whoever else uses the machine; the ratios are medians over the rounds.
"""

import datetime as dt
import importlib.util
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks.bench_executor import BY_HAND, ROOT, WRITE, Net, run_times, write

ROUNDS = int(os.environ.get("ROUNDS", "3"))
PAGE = ROOT / "docs" / "performance-scaling.md"
LAYERS = [{"type": "Dense", "units": 512, "activation": "relu"}]
SHORT = Net({"shape": [784]}, LAYERS, 20_000, 5, 10, 128)
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
        batch_size=128, epochs=5, shuffle=False,
        callbacks=[keras.callbacks.ModelCheckpoint(f"{{units}}.keras", save_best_only=True)],
    )
"""
DIGITS = """
import keras
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
x, y = load_digits(return_X_y=True)
x, x_val, y, y_val = train_test_split(
    x.reshape(-1, 8, 8, 1).astype("float32"), y, test_size=0.2, random_state=0, stratify=y
)
keras.utils.set_random_seed(0)
model = keras.Sequential([
    keras.Input((8, 8, 1)), keras.layers.Rescaling(1 / 16),
    keras.layers.Conv2D(32, 3, activation="relu"), keras.layers.MaxPooling2D(),
    keras.layers.Flatten(), keras.layers.Dropout(0.3),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile(
    keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy", metrics=["accuracy"]
)
model.fit(
    x, y, validation_data=(x_val, y_val), batch_size=64, epochs=1, verbose=2,
    callbacks=[
        keras.callbacks.EarlyStopping("val_loss", patience=5),
        keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True),
        keras.callbacks.CSVLogger("history.csv"),
    ],
)
"""
"""The spec of docs/examples/digits.json, without a report."""
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
    backend: str = "tensorflow",
    rounds: int = ROUNDS,
) -> str:
    """The row that says how long the second command takes, in parts of the first."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3"}
    times: list[list[tuple[float, float]]] = [[], []]
    for _ in range(rounds):
        for taken, command in zip(times, commands, strict=True):
            for run in ("hand", "run"):
                shutil.rmtree(folder / run, ignore_errors=True)
            taken.append(run_times(command, folder, {**env, "KERAS_BACKEND": backend}))
    wall, busy = (
        statistics.median(b[at] / a[at] for a, b in zip(*times, strict=True)) for at in range(2)
    )
    medians = [statistics.median(taken[0] for taken in one) for one in times]
    row = f"| {title} | {medians[0]:.1f}, {medians[1]:.1f} | {wall:.2f} | {busy:.2f} | {rounds} |"
    sys.stdout.write(f"{row}\n")
    sys.stdout.flush()
    return row


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


def backends(folder: Path) -> Iterator[str]:
    """A row for each backend that is installed; PyTorch by hand takes minutes."""
    hand = [sys.executable, "-c", BY_HAND, "MLP", "hand"]
    train = kspec("train", "MLP.json", "--run-dir", "run")
    for backend in ("tensorflow", "jax", "torch"):
        if importlib.util.find_spec(backend) is not None:
            title = f"a short training on {backend}: by hand, `kspec train`"
            rounds = 1 if backend == "torch" else ROUNDS
            yield ratio(title, (hand, train), folder, backend, rounds)


def sweeps(folder: Path) -> str:
    """A row for eight trials."""
    spec = json.loads((folder / "MLP.json").read_text(encoding="utf-8"))
    spec["sweep"] = {"/layers/0/units": {"choices": UNITS}}
    (folder / "sweep.json").write_text(json.dumps(spec), encoding="utf-8")
    options = ("--trials", "8", "--sampler", "grid", "--no-prune", "--run-dir", "run")
    serial = [sys.executable, "-c", SERIAL.format(units=UNITS)]
    title = "8 trials: one after the other by hand, `kspec sweep`"
    return ratio(title, (serial, kspec("sweep", "sweep.json", *options)), folder)


def main() -> None:
    """Print a row for each comparison, and write the page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write("MLP", SHORT, folder)
        write_table(folder)
        subprocess.run([sys.executable, "-c", WRITE, "MLP"], cwd=folder, check=True)
        digits = str(ROOT / "docs" / "examples" / "digits.json")
        epoch = kspec("train", digits, "--epochs", "1", "--run-dir", "run")
        table = kspec("train", "table.json", "--run-dir", "run")
        hand = [sys.executable, "-c", POLARS]
        plain = kspec("train", "MLP.json", "--run-dir", "run", "--plain")
        two = [*plain, "--distribute", "mirrored:2"]
        rows = [
            ratio(
                "one epoch of digits: by hand, `kspec train`",
                ([sys.executable, "-c", DIGITS], epoch),
                folder,
            ),
            ratio(
                "a CSV to the end of an epoch: polars by hand, `kspec train`", (hand, table), folder
            ),
            sweeps(folder),
            ratio("one device, two halves of the processor (`mirrored:2`)", (plain, two), folder),
            *backends(folder),
        ]
    PAGE.write_text(page(rows), encoding="utf-8")


def page(rows: Sequence[str]) -> str:
    """The page of documentation with the table."""
    return f"""\
# Performance of backends, sweeps and devices

Made by `python -m tests.benchmarks.bench_scaling` on {dt.datetime.now(dt.UTC):%Y-%m-%d}: Python \
{platform.python_version()}, Keras {version("keras")}, {os.cpu_count()} cores. Whole processes in \
turn, imports and reading included. Seconds and ratios are medians over the rounds; where the \
machine has other work, the ratio of processor time is the one to go by.

| what: first, second | s | ratio | ratio of processor time | rounds |
| --- | --- | --- | --- | --- |
{chr(10).join(rows)}

- The short training is an MLP 784-512-10 on {SHORT.samples:,} samples, {SHORT.epochs} epochs in \
batches of {SHORT.batch}, with validation, the best model and the history.
- The epoch of digits includes what the report shows: the predictions on what was held out, and a \
look at gradients. On JAX these two are compiled, which a short training pays for.
- By hand, PyTorch computes each small operation in all threads, and waits for them; `kspec train` \
gives it one, as the other backends.
- The trials of the sweep have {UNITS[0]} to {UNITS[-1]} units, and a worker for each core.
- Two devices on one processor show what dividing a batch costs, and no gain.
"""


if __name__ == "__main__":
    main()
