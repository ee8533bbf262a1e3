"""Times `kspec train` against scripts written by hand, and writes the table.

Run by ``make bench``. Whole processes run in turn on the same files: reading, importing, training
with validation every epoch, the best model and the history kept. The processor's time is shown
beside the clock's, which depends on whoever else uses the machine.
"""

import datetime as dt
import json
import os
import platform
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "performance-training.md"
ROUNDS = 3
BY_HAND = """
import json, os, sys
import numpy as np, keras
name, out = sys.argv[1:]
data, held_out = np.load(f"{name}.npz"), np.load(f"{name}_val.npz")
fit = json.load(open(f"{name}.json"))["fit"]
keras.utils.set_random_seed(0)
model = keras.models.model_from_json(open(f"{name}_network.json").read())
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
os.makedirs(out)
model.fit(
    data["x"], data["y"], validation_data=(held_out["x"], held_out["y"]), verbose=2,
    batch_size=fit["batch_size"], epochs=fit["epochs"], shuffle=fit["shuffle"],
    callbacks=[
        keras.callbacks.ModelCheckpoint(f"{out}/best.keras", save_best_only=True),
        keras.callbacks.CSVLogger(f"{out}/history.csv"),
    ],
)
"""
WRITE = """
import sys, kspec
for name in sys.argv[1:]:
    open(f"{name}_network.json", "w").write(kspec.build(f"{name}.json").to_json())
"""


EPOCH = re.compile(r"^ +[0-9]+/[0-9]+ |val_loss:")
"""The line of an epoch that is over, of `kspec train` or of Keras."""


class Taken(NamedTuple):
    """Seconds by the clock and of the processor; until the first step (which is what is left of the
    first epoch when a later one is taken off), and for an epoch.
    """

    wall: float
    busy: float
    start: float
    epoch: float


class Net(NamedTuple):
    """A network to train: its layers, its samples, epochs and classes, and the size of a batch."""

    inputs: dict[str, Any]
    layers: list[dict[str, Any]]
    samples: int
    epochs: int
    classes: int
    batch: int = 32


NETS = {
    "MLP": Net(
        {"shape": [784]},
        [
            {"type": "Dense", "units": 128, "activation": "relu"},
            {"type": "Dropout", "rate": 0.2},
            {"type": "Dense", "units": 64, "activation": "relu"},
        ],
        60_000,
        3,
        10,
    ),
    "CNN": Net(
        {"shape": [28, 28, 1]},
        [
            {"type": "Conv2D", "filters": 32, "kernel_size": 3, "activation": "relu"},
            {"type": "MaxPooling2D"},
            {"type": "Conv2D", "filters": 64, "kernel_size": 3, "activation": "relu"},
            {"type": "MaxPooling2D"},
            {"type": "Flatten"},
        ],
        20_000,
        2,
        10,
    ),
    "LSTM": Net(
        {"shape": [80], "dtype": "int32"},
        [{"type": "Embedding", "input_dim": 5000, "output_dim": 64}, {"type": "LSTM", "units": 64}],
        10_000,
        3,
        2,
    ),
}


def write(name: str, net: Net, folder: Path) -> None:
    """Write a net's spec and its data, which can be learned."""
    rng = np.random.default_rng(0)
    count = net.samples * 5 // 4
    y = rng.integers(0, net.classes, count)
    if net.inputs.get("dtype") == "int32":
        x = rng.integers(1, 5000, (count, *net.inputs["shape"])).astype("int32")
        x[:, ::5] = np.where(y[:, None] == 1, x[:, ::5] % 50 + 1, x[:, ::5])
    else:
        centers = rng.normal(size=(net.classes, *net.inputs["shape"]))
        x = (0.1 * centers[y] + rng.normal(size=(count, *net.inputs["shape"]))).astype("float32")
    np.savez(folder / f"{name}.npz", x=x[: net.samples], y=y[: net.samples])
    np.savez(folder / f"{name}_val.npz", x=x[net.samples :], y=y[net.samples :])
    spec = {
        "kspec": 1,
        "name": name,
        "inputs": net.inputs,
        "layers": [
            *net.layers,
            {"type": "Dense", "units": net.classes, "activation": "softmax"},
        ],
        "compile": {
            "loss": "sparse_categorical_crossentropy",
            "optimizer": "adam",
            "metrics": ["accuracy"],
        },
        "data": {
            "source": f"{name}.npz",
            "validation": f"{name}_val.npz",
            "classes": net.classes,
        },
        "fit": {"epochs": net.epochs, "batch_size": net.batch, "shuffle": False},
    }
    (folder / f"{name}.json").write_text(json.dumps(spec), encoding="utf-8")


def timed(command: list[str], folder: Path, env: dict[str, str]) -> Taken:
    """Measure a command, which prints a line after every epoch."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        lines = process.stdout or ()
        ends = [time.perf_counter() - start for line in lines if EPOCH.search(line)]
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    epoch = (ends[-1] - ends[0]) / (len(ends) - 1)
    return Taken(wall, busy, max(ends[0] - epoch, 0), epoch)


def run_times(command: list[str], folder: Path, env: dict[str, str]) -> tuple[float, float]:
    """Seconds by the clock and of the processor that a command takes."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, cwd=folder, env=env, stdout=subprocess.DEVNULL, check=True)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def losses(run: Path) -> list[float]:
    """The training loss of every epoch."""
    head, *lines = (run / "history.csv").read_text(encoding="utf-8").splitlines()
    column = head.split(",").index("loss")
    return [float(line.split(",")[column]) for line in lines]


def compare(name: str, folder: Path, env: dict[str, str]) -> str:
    """A row of the table."""
    train = [sys.executable, "-m", "kspec", "train", f"{name}.json", "--run-dir"]
    taken: dict[str, list[Taken]] = {"hand": [], "kspec": []}
    for at in range(ROUNDS):
        runs = {way: f"{name}-{way}-{at}" for way in taken}
        commands = {
            "hand": [sys.executable, "-c", BY_HAND, name, runs["hand"]],
            "kspec": [*train, runs["kspec"]],
        }
        for way, command in commands.items():
            taken[way].append(timed(command, folder, env))
    values = {way: losses(folder / run) for way, run in runs.items()}
    difference = max(abs(a - b) for a, b in zip(values["hand"], values["kspec"], strict=True))
    by_hand, ours = (
        Taken(*map(statistics.median, zip(*taken[way], strict=True))) for way in ("hand", "kspec")
    )
    pairs = list(zip(taken["kspec"], taken["hand"], strict=True))
    wall, busy, start, epoch = (
        statistics.median(a[at] / max(b[at], 1e-9) for a, b in pairs) for at in range(4)
    )
    equal = "equal" if not difference else f"within {difference:.1g}"
    rates = [NETS[name].samples / found.epoch for found in (by_hand, ours)]
    return (
        f"| {name} | {by_hand.wall:.1f} ({by_hand.busy:.1f}) | {ours.wall:.1f} ({ours.busy:.1f}) "
        f"| {wall:.2f} | {busy:.2f} | {by_hand.start:.1f}, {ours.start:.1f} ({start:.2f}) "
        f"| {rates[0]:,.0f}, {rates[1]:,.0f} ({1 / epoch:.2f}) | {equal} |"
    )


def main() -> None:
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "KERAS_BACKEND": "tensorflow",
        "PYTHONUNBUFFERED": "1",
    }
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name, net in NETS.items():
            write(name, net, folder)
        subprocess.run([sys.executable, "-c", WRITE, *NETS], cwd=folder, env=env, check=True)
        rows = [compare(name, folder, env) for name in NETS]
    PAGE.write_text(page(rows), encoding="utf-8")
    sys.stdout.write(PAGE.read_text(encoding="utf-8"))


def page(rows: list[str]) -> str:
    """The page of documentation with the table."""
    return f"""\
# Performance of training

Made by `python tests/benchmarks/bench_executor.py` on {dt.datetime.now(dt.UTC):%Y-%m-%d}: Python \
{platform.python_version()}, Keras {version("keras")}, {os.cpu_count()} cores. Whole processes in \
turn, imports and reading included, rounds: {ROUNDS}, batches of 32, validation every epoch, the \
best model and the history kept. Seconds are medians; the ratios are what travels to other \
machines. Where the machine has other work, the ratio of processor time is the one to go by. The \
time to the first step and the samples a second of the later epochs, validation included, are by \
the clock.

| | Keras by hand, s (processor) | `kspec train`, s (processor) | ratio | \
ratio of processor time | to the first step: by hand, kspec, s (ratio) | \
samples a second: by hand, kspec (ratio) | training loss |
| --- | --- | --- | --- | --- | --- | --- | --- |
{chr(10).join(rows)}

What is chosen, and said in a note (`--plain` turns it off):

- **Several batches in one execution** (`steps_per_execution`), as many as take half a second; one \
where a callback acts within the epoch, where the spec says a number, or where a run has no more \
than 400 steps, which are over before a loop is traced. The loss is the same, digit by digit.
- **One thread an operation** in small dense networks. The values are the same.
- **XLA** in recurrent networks with states of up to 64 values that train for 50,000 steps of time \
or more (625 batches of sequences of 80): on a processor it makes others slower, and its \
compilation takes seconds. It rounds in another order, so that the last digits differ. Validation \
does without.
- **Validation in batches of 256** at least: sums are rounded in another order.
- The data are read while TensorFlow is imported, and Keras is imported without the packages that \
it takes for functions that no training calls: scikit-learn, pandas, matplotlib and \
JAX (where that is not the backend). With `--allow-import` it is imported whole.
- **A step is traced once**: by hand it is traced twice, since its first call makes the variables \
of the optimizer and the metrics.
- **What is left** of the CNN, by a profile of one epoch: a third is the computation of Keras, a \
quarter the import of Keras and TensorFlow, a seventh the tracing of its steps, a fourteenth the \
predictions on what was held out, which the report shows, and a thirtieth the look at gradients \
and dead units.
"""


if __name__ == "__main__":
    main()
