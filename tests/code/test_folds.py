"""Models that are trained in the folds of a cross-validation."""

import pytest

from tests.code.programs import names_after
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


@pytest.mark.parametrize(
    ("splits", "sizes"),
    [
        ("ShuffleSplit(1)", (90, 10)),
        ("StratifiedShuffleSplit(n_splits=2, test_size=0.33)", (67, 33)),
        ("StratifiedShuffleSplit(n_splits=2, train_size=0.33, random_state=1)", (33, 67)),
        ("ShuffleSplit(3, test_size=20, train_size=50)", (50, 20)),
        ("KFold(4)", (75, 25)),
    ],
)
def test_parts_of_a_fold_have_their_sizes(splits: str, sizes: tuple[int, int]) -> None:
    values = names_after(
        "import numpy as np\nfrom sklearn.model_selection import *\nx = np.zeros((100, 3))\n"
        f"for one, other in {splits}.split(x):\n    a, b = x[one], x[other]"
    )
    assert (values["a"].shape, values["b"].shape) == tuple((size, 3) for size in sizes)
