"""Whole networks on real data: nothing is said of the healthy ones, and of each that is broken on
purpose what is wrong with it.
"""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

import kspec
from kspec.executor.listener import Listener

sets = pytest.importorskip("sklearn.datasets", reason="scikit-learn is not installed")
pytestmark = [pytest.mark.contract, pytest.mark.slow]

RNG = np.random.default_rng(0)
NOISE = RNG.normal(size=(400, 8)).astype("float32")
COIN = RNG.integers(0, 2, 400)
SELDOM = (RNG.random(400) < 0.3).astype(int)
WORDS = RNG.integers(1, 50, (400, 10))
FIRST = (WORDS[:, :5].mean(axis=1) > 25).astype(int)
SUM = NOISE.sum(axis=1)
DIGITS, CANCER, SUGAR = sets.load_digits(), sets.load_breast_cancer(), sets.load_diabetes()
INK = (DIGITS.images / 16).astype("float32")
ROWS, IMAGES, DIGIT = INK.reshape(-1, 64), INK[..., None], DIGITS.target
CELLS = ((CANCER.data - CANCER.data.mean(0)) / CANCER.data.std(0)).astype("float32")
FEW = RNG.permutation(np.r_[np.flatnonzero(CANCER.target), np.flatnonzero(CANCER.target == 0)[:40]])
COUNTS = RNG.poisson(np.exp(0.5 * NOISE[:, 0] + 1))
ANSWERS = np.eye(3)[RNG.integers(0, 3, (900, 2))].reshape(900, 6)
CHOICE = (RNG.random(900) < 1 / (1 + np.exp(2 * ANSWERS[:, 0] - 2 * ANSWERS[:, 3]))).astype(int)
WAVE = np.sin(np.linspace(0, 60, 1400)) + 0.1 * RNG.normal(size=1400)
PAST = np.stack([WAVE[at : at + 24] for at in range(1300)])[..., None].astype("float32")
NEXT = WAVE[24:1324].astype("float32")
STEPS = RNG.normal(size=(300, 12, 3)).astype("float32")
ABOVE = (np.cumsum(STEPS[:, :, :1], axis=1) > 0).astype(int)
KIND = RNG.integers(0, 2, 400)
PLAIN = ("the", "film", "was", "and", "its", "plot")
VOICE = ("good fine great lovely superb", "bad awful poor dull weak")
TALK = np.array(
    [
        " ".join(RNG.permutation([*PLAIN, *RNG.choice(VOICE[kind].split(), 2),
                                  RNG.choice(VOICE[1 - kind].split())]))
        for kind in KIND
    ],
    object,
)  # fmt: skip
MIXED = RNG.permutation(DIGIT)


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
    spec: dict[str, Any] = {}  # noqa: RUF012 - never changed


class Heard(Listener):
    """Notes before the first step."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, text: str) -> None:
        self.notes.append(text)


def layer(kind: str, **fields: Any) -> dict[str, Any]:
    return {"type": kind, **fields}


def conv(filters: int, **more: Any) -> dict[str, Any]:
    same = {"kernel_size": 3, "padding": "same", "activation": "relu"}
    return layer("Conv2D", filters=filters, **{**same, **more})


def dense(units: int, activation: str = "relu", **more: Any) -> dict[str, Any]:
    return {"type": "Dense", "units": units, "activation": activation, **more}


def adam(rate: float) -> dict[str, Any]:
    return {"type": "Adam", "learning_rate": rate}


SCALED = {"type": "Normalization"}
PIXELS = {"type": "Rescaling", "scale": 0.0625}
YES, LINE, TEN = dense(1, "sigmoid"), dense(1, "linear"), dense(10, "softmax")
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
    Case("rows of a digit", [layer("LSTM", units=24), TEN], (INK, DIGIT), CLASSES, "", adam(0.01)),
    Case("talk", [layer("TextVectorization", max_tokens=60, output_sequence_length=10),
         layer("Embedding", input_dim=60, output_dim=8, mask_zero=True), layer("GRU", units=8),
         YES], (TALK, KIND), BINARY, "", adam(0.01),
         spec={"inputs": {"shape": [], "dtype": "string"}}),
    Case("digits, themselves", [dense(24), dense(64, "sigmoid")], (ROWS, ROWS), BINARY,
         spec={"task": "autoencoding"}),
    Case("the ink of a digit", [conv(8, name="fine"), layer("MaxPooling2D"), conv(16),
         layer("UpSampling2D", name="up"), layer("Concatenate", inputs=["up", "fine"]), conv(8),
         conv(1, kernel_size=1, activation="sigmoid")], (IMAGES, (IMAGES > 0.5).astype(int)),
         BINARY, "", adam(0.01), {"epochs": 8}, spec={"task": "segmentation"}),
    Case("noise taken off", [conv(8), conv(1, activation="linear")],
         (IMAGES + RNG.normal(0, 0.2, IMAGES.shape), IMAGES), SQUARES, "", adam(0.01),
         {"epochs": 8}),
    Case("two towers", [dense(8, inputs=["one"], name="p"), dense(8, inputs=["two"], name="q"),
         layer("Concatenate", inputs=["p", "q"]), YES],
         ({"one": CELLS[:, :15], "two": CELLS[:, 15:]}, CANCER.target), BINARY,
         spec={"inputs": {"one": {"shape": [15]}, "two": {"shape": [15]}}}),
    Case("two heads", [dense(32, name="both"), dense(10, "softmax", inputs=["both"], name="digit"),
         dense(1, "sigmoid", inputs=["both"], name="odd")],
         (ROWS, {"digit": DIGIT, "odd": DIGIT % 2}), {"digit": CLASSES, "odd": BINARY}, "", "adam",
         {"epochs": 8}, spec={"outputs": ["digit", "odd"]}),
    Case("wide targets", [SCALED, dense(16), LINE, layer("Rescaling", scale=1e5)],
         (SUGAR.data, 1000 * SUGAR.target), SQUARES, "", adam(0.01), {"epochs": 30}),
    Case("seldom, weighed", [dense(16), YES], (CELLS[FEW], CANCER.target[FEW]), BINARY, "",
         adam(0.003), {"class_weight": {"0": 8.0, "1": 1.0}}),
    Case("seldom", [dense(16), YES], (CELLS[FEW], 1 - CANCER.target[FEW]), BINARY, "",
         adam(0.003)),
    Case("half precision", [conv(8), layer("Flatten"), dense(10, "softmax", dtype="float32")],
         (IMAGES, DIGIT), CLASSES, "", "adam", {"epochs": 6},
         spec={"dtype_policy": "mixed_float16"}),
    Case("residual", [conv(8, name="in"), layer("BatchNormalization"), conv(8),
         layer("BatchNormalization", name="out"), layer("Add", inputs=["out", "in"]),
         layer("GlobalAveragePooling2D"), TEN], (IMAGES, DIGIT), CLASSES, "", adam(0.01)),
    Case("attention", [dense(16, "linear", name="steps"), layer("MultiHeadAttention", num_heads=2,
         key_dim=8, inputs=["steps", "steps"], name="seen"), layer("Add", inputs=["seen", "steps"]),
         layer("LayerNormalization"), layer("GlobalAveragePooling1D"), TEN], (INK, DIGIT), CLASSES,
         "", adam(0.01)),
    Case("smoothed", [dense(32), TEN], (ROWS, np.eye(10)[DIGIT]),
         layer("CategoricalCrossentropy", label_smoothing=0.1)),
    Case("counts", [dense(8), dense(1, "exponential")], (NOISE, COUNTS), "poisson", "",
         adam(0.01)),
    Case("forecast", [layer("Conv1D", filters=8, kernel_size=5, activation="relu"),
         layer("Flatten"), LINE], (PAST, NEXT), SQUARES, "", "adam", {"epochs": 8}),
    Case("answers", [dense(16), YES], (ANSWERS, CHOICE), BINARY),
    Case("tags", [layer("Bidirectional", layer=layer("LSTM", units=8, return_sequences=True)), YES],
         (STEPS, ABOVE), BINARY, "", adam(0.02), spec={"task": "sequence_labeling"}),
    Case("stopped early", [dense(64), TEN], (ROWS, DIGIT), CLASSES, "", adam(0.01),
         {"epochs": 40, "callbacks": [layer("EarlyStopping", patience=3)]}),
    Case("augmented", [layer("RandomTranslation", height_factor=0.1, width_factor=0.1), conv(8),
         layer("Flatten"), TEN], (IMAGES, DIGIT), CLASSES, "", "adam", {"epochs": 8}),
    Case("margin", [LINE], (CELLS, 2 * CANCER.target - 1), "hinge", "", adam(0.01)),
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
    Case("dead by large steps", [dense(32), TEN], (ROWS, DIGIT), CLASSES, "KS806",
         {"type": "SGD", "learning_rate": 50.0}, {"epochs": 8}),
    Case("labels of others", [dense(32), TEN], (ROWS, MIXED), CLASSES, "KS808"),
    Case("labels of others, by heart", [dense(256), TEN], (ROWS, MIXED), CLASSES, "KS804",
         adam(0.003), {"epochs": 40}),
    Case("the label among the inputs", [dense(16), YES],
         (np.c_[CELLS[:, :5], CANCER.target], CANCER.target), BINARY, "KS616"),
    Case("deep, exploding",
         [*[dense(64, kernel_initializer=layer("RandomNormal", stddev=0.5))] * 10, LINE],
         (NOISE, SUM), SQUARES, "KS801", {"type": "SGD", "learning_rate": 0.01}),
    Case("recurrent, exploding", [layer("SimpleRNN", units=32, activation="relu",
         recurrent_initializer=layer("RandomNormal", stddev=1.0)), LINE],
         (np.tile(PAST[:300], (1, 3, 1)), NEXT[:300]), SQUARES, "KS801",
         {"type": "SGD", "learning_rate": 0.1}),
    Case("saturated", [YES], (1000 * CELLS, CANCER.target), BINARY, "KS802"),
    Case("saturated within", [dense(16, "sigmoid"), TEN], (1000 * ROWS - 300, DIGIT), CLASSES,
         "KS601"),
    Case("deep, saturating", [*[dense(32, "sigmoid")] * 6, TEN], (ROWS, DIGIT), CLASSES, "KS808",
         {"type": "SGD", "learning_rate": 0.01}),
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
        **case.spec,
    }
    if (
        isinstance(case.loss, str)
        and case.loss in {BINARY, CLASSES}
        and spec.get("task") != "autoencoding"
    ):
        spec["compile"]["metrics"] = ["accuracy"]
    given = () if named else case.data
    if named:
        spec["data"] = {"source": f"sklearn:{case.data}"}
    heard = Heard()
    options: Any = {"run_dir": tmp_path / "run", "diagnose": case.diagnose, "listener": heard}
    run = kspec.fit(spec, *given, **options)
    found = {symptom.code: symptom.message for symptom in run.diagnosis}
    found |= {note[:5]: note for note in heard.notes if note.startswith("KS6")}
    assert case.expected in found if case.expected else not found, found


def _shape(case: Case) -> list[int] | None:
    shapes = {"breast_cancer": [30], "iris": [4], "wine": [13], "diabetes": [10]}
    if isinstance(case.data, str):
        return shapes.get(case.data, [8, 8, 1])
    return None if isinstance(case.data[0], dict) else list(case.data[0].shape[1:])
