"""Labels of samples that are chosen by their class, or at random."""

import pytest

from tests.code.read import codes_of

PROGRAM = """import keras
import numpy as np
(x, y), _ = keras.datasets.mnist.load_data()
x = x.reshape(-1, 784) / 255
places = {}
x, y = x[places], y[places]
model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x, y)
"""
BY_CLASS = [
    "np.where((y == 0) | (y == 1))[0]",
    "np.where(y < 2)",
    "np.nonzero(np.logical_or(y == 0, y == 1))[0]",
    "np.argwhere(y < 2).flatten()",
    "np.flatnonzero(y < 2)",
    "np.isin(y, [0, 1])",
    "np.argsort(y)[:12000]",
    "[i for i in range(len(y)) if y[i] in (0, 1)]",
    "chosen_by_hand(y)",
]
AT_RANDOM = [
    "np.random.permutation(len(x))",
    "np.random.permutation(len(x))[:3000]",
    "np.random.choice(len(x), 3000)",
    "np.random.randint(0, len(x), 3000)",
    "slice(None, 3000)",
]


@pytest.mark.parametrize("places", BY_CLASS)
def test_which_classes_are_chosen_is_unknown(places: str) -> None:
    assert codes_of(PROGRAM.format(places)) == []


@pytest.mark.parametrize("places", BY_CLASS[:-2])
def test_labels_that_are_chosen_are_class_numbers(places: str) -> None:
    program = PROGRAM.replace('1, activation="sigmoid', '2, activation="softmax')
    assert codes_of(program.replace("binary_", "categorical_").format(places)) == ["KS307"]


@pytest.mark.parametrize("places", AT_RANDOM)
def test_random_samples_are_of_all_classes(places: str) -> None:
    assert codes_of(PROGRAM.format(places)) == ["KS301"]


def test_a_filter_may_choose_classes() -> None:
    batches = "tf.data.Dataset.from_tensor_slices((x, y)){}.batch(32)"
    program = "import tensorflow as tf\n" + PROGRAM.replace("fit(x, y)", f"fit({batches})")
    program = program.format("slice(None)", "{}")
    assert codes_of(program.format("")) == ["KS301"]
    assert codes_of(program.format(".filter(lambda a, b: b < 2)")) == []
