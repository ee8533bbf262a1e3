"""Programs of public questions whose fault is in their arrays, and the same ones mended."""

from typing import Any, NamedTuple

import numpy as np
import pytest

import kspec

RANDOM = np.random.default_rng(5)
CLASSES = "sparse_categorical_crossentropy"
BINARY = "binary_crossentropy"
COUNTED = RANDOM.permutation(np.repeat(np.arange(7), 30))
KINDS = RANDOM.integers(0, 3, 150)
YES = RANDOM.integers(0, 2, 150)
NUMBERS = RANDOM.normal(size=(150, 12))
HOLED = np.where(np.arange(12) == 3, np.nan, NUMBERS)
IMAGES = RANDOM.random((40, 16, 16, 3))
MASKS = RANDOM.integers(0, 2, (40, 16, 16, 1))
WORDS = RANDOM.integers(0, 1193, (150, 14))
NEGATIVE = np.where(np.arange(14) == 5, -26, WORDS)
WIDE = np.linspace(-100, 100, 500)[:, None]
FEATURES = np.abs(NUMBERS) * [8, 0.5, 0.3, 60, 0.05, 350, 1400, 1, 3, 0.5, 10, 7]


class Program(NamedTuple):
    """A network, the arrays it was asked about with, the rule, and the mended arrays."""

    asked: str
    shape: list[int]
    layers: list[dict[str, Any]]
    loss: str
    bad: tuple[Any, ...]
    code: str
    good: tuple[Any, ...]
    dtype: str = "float32"


def dense(units: int, activation: str | None = None) -> dict[str, Any]:
    return {"type": "Dense", "units": units, "activation": activation}


def read(words: int) -> list[dict[str, Any]]:
    table = {"type": "Embedding", "input_dim": words, "output_dim": 8}
    return [table, {"type": "LSTM", "units": 8}, dense(1, "sigmoid")]


DEEP = dense(16, "relu")
FLAT = {"type": "Flatten"}
CONVOLUTION = {"type": "Conv2D", "filters": 4, "kernel_size": 3, "activation": "relu"}
SEVEN, THREE, ONE = ([DEEP, dense(n, a)] for n, a in ((7, "softmax"), (3, "softmax"), (1, None)))
SURE = [DEEP, dense(1, "sigmoid")]
PAINTED = [CONVOLUTION | {"padding": "same"}, dense(1, "sigmoid")]
SAID = np.array(["cat", "dog", "owl"])[KINDS]
SEEN = RANDOM.normal(size=(210, 12))
PROGRAMS = [
    Program("keras#11786", [12], SEVEN, CLASSES, (SEEN, COUNTED + 1), "KS604", (SEEN, COUNTED)),
    Program("hanser#3", [12], SEVEN, CLASSES, (SEEN, COUNTED - 3), "KS604", (SEEN, COUNTED)),
    Program("tf#47105", [12], THREE, CLASSES, (NUMBERS, KINDS[:50]), "KS603", (NUMBERS, KINDS)),
    Program("keras#2134", [12], ONE, "mse", (HOLED, YES * 0.7), "KS605", (NUMBERS, YES * 0.7)),
    Program(
        "so 52800582", [1], ONE, "mse", (WIDE, WIDE**4), "KS602", (WIDE / 99, (WIDE / 99) ** 4)
    ),
    Program("ramilus 99", [12], ONE, "mse", (FEATURES, KINDS), "KS601", (NUMBERS, KINDS)),
    Program("masks", [16, 16, 3], PAINTED, BINARY, (IMAGES, MASKS * 255), "KS311", (IMAGES, MASKS)),
    Program("io#602", [14], read(1193), BINARY, (NEGATIVE, YES), "KS611", (WORDS, YES), "int32"),
    Program("tf#28367", [12], THREE, CLASSES, (NUMBERS, SAID), "KS612", (NUMBERS, KINDS)),
    Program("keras#1917", [12], SURE, BINARY, (NUMBERS, YES * 2 - 1), "KS311", (NUMBERS, YES)),
    Program(
        "so images",
        [16, 16, 3],
        [CONVOLUTION, FLAT, *THREE],
        CLASSES,
        ((IMAGES * 255).round(), KINDS[:40]),
        "KS601",
        (IMAGES, KINDS[:40]),
    ),
    Program(
        "so test images",
        [16, 16, 3],
        [FLAT, *THREE],
        CLASSES,
        (IMAGES[:30], KINDS[:30], (IMAGES[30:] * 255, KINDS[30:40])),
        "KS614",
        (IMAGES[:30], KINDS[:30], (IMAGES[30:], KINDS[30:40])),
    ),
]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.asked)
def test_program(program: Program) -> None:
    spec = {
        "inputs": {"shape": program.shape, "dtype": program.dtype},
        "layers": program.layers,
        "compile": {"optimizer": "adam", "loss": program.loss},
    }
    assert [each.code for each in kspec.lint(spec, data=program.bad).findings] == [program.code]
    assert not kspec.lint(spec, data=program.good).findings
