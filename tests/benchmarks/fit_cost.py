"""Cost of `kspec run` in each `fit`: ``python tests/benchmarks/fit_cost.py``."""

import sys
from time import perf_counter, process_time
from typing import Any

import keras
import numpy as np

from kspec.cli.fit_check import FitCheck
from kspec.linter.at_calls import ModelCalls

NONE = ModelCalls({})


def network(classes: int, *blocks: int) -> Any:
    """A stack of convolutions for images of 28 x 28."""
    layers = [keras.layers.Conv2D(size, 3, activation="relu", padding="same") for size in blocks]
    ends = [keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(classes, "softmax")]
    model = keras.Sequential([keras.Input((28, 28, 1)), *layers, *ends])
    model.compile("adam", "sparse_categorical_crossentropy")
    return model


def main() -> None:
    """Print the seconds, and those of the processor, of a first check and of later ones."""
    check = FitCheck(print)
    random = np.random.default_rng(0)
    for name, samples, held_out, blocks in (
        ("3 layers, 1,000 images", 1_000, 0, (8,)),
        ("12 layers, 60,000 images", 60_000, 0, (16,) * 10),
        ("12 layers, 60,000 images, 10,000 to validate on", 60_000, 10_000, (16,) * 10),
    ):
        x = random.random((samples, 28, 28, 1), "float32")
        y = np.arange(samples) % 10
        model = network(10, *blocks)
        given = {"x": x, "y": y, "epochs": 2, "batch_size": 32}
        if held_out:
            others = random.random((held_out, 28, 28, 1), "float32")
            given["validation_data"] = (others, y[:held_out])
        for turn in ("first", "again"):
            start, worked = perf_counter(), process_time()
            check(model, given, NONE)
            seconds, worked = perf_counter() - start, process_time() - worked
            sys.stdout.write(f"{name}, {turn}: {seconds:.3f} s ({worked:.3f} s worked)\n")


if __name__ == "__main__":
    main()
