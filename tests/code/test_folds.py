"""Models that are trained in the folds of a cross-validation."""

import pytest

from tests.code.read import codes_of

HEAD = """import keras
import numpy as np
from keras import layers
from sklearn.model_selection import KFold, StratifiedKFold, TimeSeriesSplit

x, y = np.load("x.npy"), np.load("y.npy")

def build():
    model = keras.Sequential([layers.BatchNormalization(), layers.Dense(1)])
    model.compile("adam", loss="mse")
    return model

folds = KFold(n_splits=4)
"""
TRAINED = """    network.fit(x[first], y[first], epochs=9)
    print(network.evaluate(x[second], y[second]))
"""
FAULTS = [
    f"network = build()\nfor first, second in folds.split(x):\n{TRAINED}",
    f"network = build()\nfor n, (first, second) in enumerate(folds.split(x, y)):\n{TRAINED}",
    f"network = build()\nparts = list(folds.split(x))\nfor first, second in parts:\n{TRAINED}",
    (
        "def score(network):\n    for first, second in StratifiedKFold(3).split(x, y):\n"
        "        a, b = x[first], x[second]\n        network.fit(a, y[first], epochs=9)\n"
        "        network.evaluate(b, y[second])\nscore(build())"
    ),
]
RIGHT = [
    f"for first, second in folds.split(x):\n    network = build()\n{TRAINED}",
    f"network = build()\nfor first, second in TimeSeriesSplit(4).split(x):\n{TRAINED}",
    f"network = build()\nfor first, second in folds.split(x):\n{TRAINED}    break",
    (
        "network = build()\nstart = network.get_weights()\nfor first, second in folds.split(x):\n"
        f"    network.set_weights(start)\n{TRAINED}"
    ),
    (
        "network = build()\nfor first, second in folds.split(x):\n"
        "    copy = keras.models.clone_model(network)\n    copy.compile('adam', 'mse')\n"
        "    copy.fit(x[first], y[first])"
    ),
    f"network = build()\nfor first, second in parts_of(x):\n{TRAINED}",
    "network = build()\nfor first, second in folds.split(x):\n    network.fit(x, y)",
]


@pytest.mark.parametrize("code", FAULTS)
def test_a_model_of_all_folds_is_found(code: str) -> None:
    assert codes_of(HEAD + code, {"KS615"}) == ["KS615"]


@pytest.mark.parametrize("code", RIGHT)
def test_a_model_of_each_fold_is_passed_over(code: str) -> None:
    assert codes_of(HEAD + code, {"KS615"}) == []
