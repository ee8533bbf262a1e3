"""Arguments of fit that Keras refuses beside data that comes in batches."""

import pytest

from tests.code.read import codes_of

PROGRAM = """import keras
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

(x, y), _ = keras.datasets.cifar10.load_data()
batches = tf.data.Dataset.from_tensor_slices((x / 255, y)).batch(8)
images = ImageDataGenerator(rescale=1 / 255).flow(x, y)
net = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")])
net.compile("adam", "sparse_categorical_crossentropy")
net.fit({})
"""


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        ("batches, y", 1),
        ("images, y=y", 1),
        ("batches, validation_split=0.1", 1),
        ("batches, y, validation_split=0.1", 2),
        ("batches, None, validation_split=0.0", 0),
        ("x / 255, y, validation_split=0.1", 0),
        ("batches", 0),
    ],
)
def test_targets_and_a_part_beside_batches(arguments: str, count: int) -> None:
    assert len(codes_of(PROGRAM.format(arguments), {"KS108"})) == count
