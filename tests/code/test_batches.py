"""Generators, sequences and models as the data of a fit."""

from typing import Any

import pytest

import kspec
from kspec.spec.unknown import Unknown
from tests.code.read import specs_of

HEAD = """
import keras
import numpy as np
from elsewhere import load
from keras import layers
model = keras.Sequential([layers.Flatten(), layers.Dense(1)])
model.compile('sgd', 'mse')
"""
BATCHES = {
    "a generator without an end": (
        """
def batches(size):
    while True:
        x = np.zeros((size, 12, 3))
        y = np.zeros((size, 1))
        for row in range(size):
            x[row] = np.random.rand(12, 3)
        yield x, y
model.fit(batches(16), steps_per_epoch=5)
""",
        [12, 3],
        [1],
    ),
    "a generator over rows that are not known": (
        """
def batches(rows, size=32):
    while 1:
        for start in range(0, len(rows), size):
            x, y = [], []
            for row in rows[start:start + size]:
                x.append(np.load(row[0]).reshape(9, 4))
                y.append(float(row[1]))
            yield np.array(x), np.array(y)
model.fit(batches(list(load())), steps_per_epoch=5)
""",
        [9, 4],
        [],
    ),
    "a generator of two kinds of batches": (
        """
def batches():
    while True:
        yield np.zeros((8, 4)), np.zeros(8)
        yield np.zeros((8, 5)), np.zeros(8)
model.fit(batches(), steps_per_epoch=5)
""",
        "nothing",
        "nothing",
    ),
    "a sequence": (
        """
class Rows(keras.utils.Sequence):
    def __init__(self, x, y, size):
        self.x, self.y, self.size = x, y, size
    def __len__(self):
        return len(self.x) // self.size
    def __getitem__(self, index):
        part = slice(index * self.size, (index + 1) * self.size)
        return self.x[part], self.y[part]
model.fit(Rows(np.zeros((90, 6)), np.zeros((90, 2)), 30))
""",
        [6],
        [2],
    ),
    "a sequence whose batches are elsewhere": (
        """
class Rows(keras.utils.Sequence):
    def __getitem__(self, index):
        return load(index)
model.fit(Rows())
""",
        "nothing",
        "nothing",
    ),
    "windows of a data set": (
        """
import tensorflow as tf
windows = tf.data.Dataset.from_tensor_slices(np.ones(900)).window(25, drop_remainder=True)
parts = windows.flat_map(lambda part: part.batch(25)).map(lambda part: (part[:-1], part[-1]))
model.fit(parts.batch(32))
""",
        [24],
        [],
    ),
    "features of a model": (
        """
base = keras.applications.VGG16(include_top=False, input_shape=(64, 64, 3), weights=None)
x = base.predict(np.zeros((20, 64, 64, 3)))
model.fit(x.reshape(20, -1), np.zeros(20))
""",
        [2048],
        [],
    ),
    "images that a layer resizes": (
        """
x = layers.Resizing(32, 24)(np.zeros((20, 64, 64, 3)))
model.fit(x, np.zeros(20))
""",
        [32, 24, 3],
        [],
    ),
    "images that a layer resizes one by one": (
        """
import tensorflow as tf
resized = keras.Sequential([layers.Resizing(32, 24), layers.Rescaling(1 / 255)])
one = layers.CenterCrop(16, 8)
images = tf.data.Dataset.from_tensor_slices((np.zeros((20, 64, 48, 3)), np.zeros(20)))
model.fit(images.map(lambda x, y: (one(resized(x)), y)).batch(4))
""",
        [16, 8, 3],
        [],
    ),
}


def data_of(program: str) -> dict[str, Any]:
    """The data of the first fit."""
    data: dict[str, Any] = next(spec for spec in specs_of(HEAD + program) if "fit" in spec)["data"]
    return data


@pytest.mark.parametrize(("program", "x", "y"), BATCHES.values(), ids=BATCHES.keys())
def test_shapes_of_batches(program: str, x: object, y: object) -> None:
    data = data_of(program)
    assert data.get("input_shape", "nothing") == x
    assert data.get("target_shape", "nothing") == y


def test_a_layer_scales_data() -> None:
    data = data_of(
        """
import tensorflow as tf
images = keras.utils.image_dataset_from_directory('photos', image_size=(48, 32))
scale = layers.Rescaling(1 / 127.5, offset=-1)
model.fit(images.map(lambda x, y: (scale(x), y)))
"""
    )
    assert data["input_shape"] == [48, 32, 3]
    assert data["input_range"] == pytest.approx([-1, 1])


def test_classes_that_a_program_names_are_counted() -> None:
    data = data_of(
        """
kinds = ["daisy", "rose", "tulip"]
images = keras.utils.image_dataset_from_directory("photos", class_names=kinds)
model.fit(images.map(lambda x, y: (x, y + len(images.class_names))))
"""
    )
    assert data["target_range"] == [3, 5]


def test_fit_says_no_more_than_the_code() -> None:
    """Batches of a data set are no arguments of fit, unless the network counts on their size."""
    from tests.code.read import specs_of

    code = (
        "import keras\nimport tensorflow as tf\nimport numpy as np\nfrom keras import layers\n"
        "d = tf.data.Dataset.from_tensor_slices((np.zeros((8, 3)), np.zeros((8, 1)))).batch(4)\n"
        "m = keras.Sequential([keras.Input((3,){0}), layers.Dense(1)])\n"
        "m.compile('sgd', 'mse')\nm.fit(d, epochs=2)\n"
    )
    assert specs_of(code.format(""))[0]["fit"] == {"epochs": 2}
    assert specs_of(code.format(", batch_size=4"))[0]["fit"]["batch_size"] == 4


@pytest.mark.parametrize(
    ("old", "new"),
    [("samples_per_epoch", "steps_per_epoch"), ("nb_val_samples", "validation_steps")],
)
def test_samples_are_no_batches(old: str, new: str) -> None:
    code = f"{HEAD}model.fit_generator(batches, {old}=8000)\n"
    (spec,) = specs_of(code)
    assert isinstance(spec["fit"][new], Unknown)
    found = kspec.lint_text(code, filename="a.py").findings
    assert [(one.fix, old in one.message) for one in found if one.code == "KS102"] == [(None, True)]
