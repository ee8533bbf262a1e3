"""Whole networks on real data: nothing is said of the healthy ones, and of each that is broken on
purpose what is wrong with it.
"""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

import kspec

pytestmark = [pytest.mark.contract, pytest.mark.slow]

RNG = np.random.default_rng(0)
NOISE = RNG.normal(size=(400, 8)).astype("float32")
COIN = RNG.integers(0, 2, 400)
SELDOM = (RNG.random(400) < 0.3).astype(int)
WORDS = RNG.integers(1, 50, (400, 10))
FIRST = (WORDS[:, :5].mean(axis=1) > 25).astype(int)
SUM = NOISE.sum(axis=1)


class Case(NamedTuple):
    """Layers, and what they are trained on: a set of scikit-learn, or arrays."""

    name: str
    layers: list[dict[str, Any]]
    data: str | tuple[Any, Any]
    loss: object
    expected: str = ""
    optimizer: object = "adam"
    fit: dict[str, Any] = {}  # noqa: RUF012 - never changed
    diagnose: bool = False


def dense(units: int, activation: str = "relu", **more: Any) -> dict[str, Any]:
    return {"type": "Dense", "units": units, "activation": activation, **more}


def adam(rate: float) -> dict[str, Any]:
    return {"type": "Adam", "learning_rate": rate}


SCALED = {"type": "Normalization"}
PIXELS = {"type": "Rescaling", "scale": 0.0625}
YES, LINE = dense(1, "sigmoid"), dense(1, "linear")
BINARY, CLASSES, SQUARES = "binary_crossentropy", "sparse_categorical_crossentropy", "mse"
CONV = {"type": "Conv2D", "filters": 16, "kernel_size": 3, "activation": "relu"}
LOGITS = {"type": "SparseCategoricalCrossentropy", "from_logits": True}
LONG = {"epochs": 40}

HEALTHY = [
    Case("cancer", [SCALED, dense(16), YES], "breast_cancer", BINARY),
    Case("cancer, logistic", [SCALED, YES], "breast_cancer", BINARY, "", adam(0.01), LONG),
    Case("iris", [SCALED, dense(16), dense(3, "softmax")], "iris", CLASSES, "", adam(0.01)),
    Case("wine", [SCALED, dense(16), dense(3, "softmax")], "wine", CLASSES, "", adam(0.01)),
    Case("wine, weighed", [SCALED, dense(16), dense(3, "softmax")], "wine", CLASSES, "", adam(0.01),
         {"class_weight": {"0": 1.0, "1": 3.0, "2": 1.0}}),
    Case("diabetes", [SCALED, LINE], "diabetes", SQUARES, "", adam(1.0), LONG),
    Case("digits, dense", [PIXELS, {"type": "Flatten"}, dense(32), dense(10, "softmax")], "digits",
         CLASSES),
    Case("digits, convolution", [PIXELS, CONV, {"type": "MaxPooling2D"}, {"type": "Flatten"},
         {"type": "Dropout", "rate": 0.3}, dense(10, "softmax")], "digits", CLASSES),
    Case("digits, normalized", [PIXELS, CONV, {"type": "BatchNormalization"},
         {"type": "GlobalAveragePooling2D"}, dense(10, "softmax")], "digits", CLASSES, "",
         adam(0.01)),
    Case("digits, momentum", [PIXELS, {"type": "Flatten"}, dense(32), dense(10, "softmax")],
         "digits", CLASSES, "", {"type": "SGD", "learning_rate": 0.1, "momentum": 0.9}),
    Case("digits, logits", [PIXELS, {"type": "Flatten"}, dense(32), dense(10, "linear")], "digits",
         LOGITS),
    Case("digits, deep", [PIXELS, {"type": "Flatten"}, *[dense(32, "tanh")] * 3,
         dense(10, "softmax")], "digits", CLASSES, "", adam(0.003)),
    Case("digits, asked", [PIXELS, CONV, {"type": "Flatten"}, dense(10, "softmax")], "digits",
         CLASSES, "", "adam", {"epochs": 5}, diagnose=True),
    Case("one epoch", [PIXELS, {"type": "Flatten"}, dense(10, "softmax")], "digits", CLASSES, "",
         "adam", {"epochs": 1}),
    Case("penalties", [SCALED, dense(32, kernel_regularizer={"type": "L2", "l2": 0.001}), YES],
         "breast_cancer", BINARY),
    Case("words", [{"type": "Embedding", "input_dim": 50, "output_dim": 8},
         {"type": "LSTM", "units": 8}, YES], (WORDS, FIRST), BINARY, "", adam(0.01),
         {"epochs": 4}),
    Case("a sum", [dense(32), LINE], (NOISE, SUM), SQUARES, "", adam(0.01), LONG),
    Case("a sum, far off", [dense(32), LINE], (NOISE, SUM * 100 + 500), SQUARES, "", adam(0.1),
         {"epochs": 60}),
    Case("several at once", [dense(16), dense(3, "sigmoid")],
         (NOISE, (NOISE[:, :3] > 0).astype(int)), BINARY),
    Case("itself", [dense(4), dense(8, "linear")], (NOISE, NOISE), SQUARES),
]  # fmt: skip
BROKEN = [
    Case("dead", [SCALED, dense(32, bias_initializer={"type": "Constant", "value": -50.0}), YES],
         "breast_cancer", BINARY, "KS806"),
    Case("all zeros", [SCALED, dense(16, kernel_initializer="zeros"), YES], "breast_cancer", BINARY,
         "KS806"),
    Case("vanishing", [SCALED, *[dense(16, "sigmoid")] * 12, YES], "breast_cancer", BINARY,
         "KS807"),
    Case("exploding", [*[dense(64, kernel_initializer={"type": "RandomNormal", "stddev": 3.0})] * 6,
         LINE], (NOISE, SUM), SQUARES, "KS807", {"type": "SGD", "learning_rate": 1e-30}),
    Case("not scaled", [dense(16), YES], "breast_cancer", BINARY, "KS802"),
    Case("no step", [PIXELS, {"type": "Flatten"}, dense(10, "softmax")], "digits", CLASSES, "KS805",
         {"type": "SGD", "learning_rate": 1e-9}),
    Case("far too large steps", [PIXELS, {"type": "Flatten"}, dense(32), dense(10, "softmax")],
         "digits", CLASSES, "KS806", adam(5.0)),
    Case("by heart", [dense(128), dense(128), YES], (NOISE, COIN), BINARY, "KS804", adam(0.01),
         {"epochs": 30}),
    Case("nothing to tell it from", [dense(8), YES], (0.001 * NOISE, SELDOM), BINARY, "KS808",
         adam(0.01)),
    Case("seen before", [dense(16), YES], (np.tile(NOISE[:100], (4, 1)), np.tile(COIN[:100], 4)),
         BINARY, "KS809"),
    Case("cannot learn a batch", [dense(16), {"type": "Dropout", "rate": 0.99}, YES],
         (NOISE, COIN), BINARY, "KS803", {"type": "SGD", "learning_rate": 1e-5}, diagnose=True),
    Case("no number", [dense(16), LINE], (NOISE, SUM), SQUARES, "KS801",
         {"type": "SGD", "learning_rate": 1e4}),
    Case("no number, a root", [{"type": "keras.ops.sqrt"}, dense(16), LINE], (NOISE, SUM), SQUARES,
         "KS801"),
]  # fmt: skip


@pytest.mark.parametrize("case", [*HEALTHY, *BROKEN], ids=lambda case: case.name)
def test_a_network_is_told_what_is_wrong_with_it(case: Case, tmp_path: Path) -> None:
    import keras

    keras.utils.clear_session()
    named = isinstance(case.data, str)
    spec: dict[str, Any] = {
        "kspec": 1,
        "inputs": {"shape": _shape(case)},
        "layers": case.layers,
        "compile": {"loss": case.loss, "optimizer": case.optimizer},
        "fit": {"epochs": 15, "validation_split": 0.25, **case.fit},
    }
    if case.loss != SQUARES:
        spec["compile"]["metrics"] = ["accuracy"]
    given = () if named else case.data
    if named:
        spec["data"] = {"source": f"sklearn:{case.data}"}
    run = kspec.fit(spec, *given, run_dir=tmp_path / "run", diagnose=case.diagnose)
    found = {symptom.code: symptom.message for symptom in run.diagnosis}
    assert case.expected in found if case.expected else not found, found


def _shape(case: Case) -> list[int]:
    shapes = {"breast_cancer": [30], "iris": [4], "wine": [13], "diabetes": [10]}
    if isinstance(case.data, str):
        return shapes.get(case.data, [8, 8, 1])
    return list(case.data[0].shape[1:])
