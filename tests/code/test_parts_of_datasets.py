"""Parts of a data set that a function takes and returns, where each pass has another order."""

import pytest

from tests.code.read import codes_of

PARTS = """import keras
import tensorflow as tf

data = tf.data.Dataset.from_tensor_slices((a, b)).batch(8)
net = keras.Sequential([keras.layers.Dense(1)])


def parts(data, part=0.8, shuffle=True):
    size = int(part * len(data))
    if shuffle:
        data = data.shuffle(100, seed=1)
    return data.take(size), data.skip(size)


train, held_out = parts(data)
train = train.cache().prefetch(1)
net.fit(train, validation_data=held_out)
"""


def test_parts_of_a_new_order_are_found() -> None:
    assert codes_of(PARTS, {"KS609"}) == ["KS609"]


@pytest.mark.parametrize(
    "code",
    [
        PARTS.replace("parts(data)", "parts(data, shuffle=False)"),
        PARTS.replace("seed=1", "seed=1, reshuffle_each_iteration=False"),
        PARTS.replace("data.skip(size)", "held_out"),
    ],
)
def test_parts_of_one_order_are_passed_over(code: str) -> None:
    assert codes_of(code, {"KS609"}) == []


FIT = """import keras
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

(x, y), (u, v) = keras.datasets.cifar10.load_data()
images = ImageDataGenerator(rescale=1 / 255)
data = tf.data.Dataset.from_tensor_slices((x, y))
batches = data.shuffle(99).batch(8).prefetch(1)
folder, rest = keras.utils.image_dataset_from_directory(
    "birds", validation_split=0.2, subset="both", seed=1, image_size=(32, 32)
)
net = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")])
net.compile("adam", "sparse_categorical_crossentropy")
net.fit({}, validation_data={}, epochs=9)
"""


@pytest.mark.parametrize(
    ("trained", "held_out", "count"),
    [
        ("data.batch(8)", "data.take(90).batch(8)", 1),
        ("data.take(99).batch(8)", "data.take(90).batch(8)", 1),
        ("batches", "batches", 1),
        ("folder", "folder.take(3)", 1),
        ("images.flow(x, y)", "images.flow(x[-90:], y[-90:])", 1),
        ("images.flow(x, y)", "(x[:90], y[:90])", 1),
        ("data.skip(90).batch(8)", "data.take(90).batch(8)", 0),
        ("folder.skip(3)", "folder.take(3)", 0),
        ("data.filter(odd).batch(8)", "data.filter(even).batch(8)", 0),
        ("data.shard(2, 0).batch(8)", "data.shard(2, 1).batch(8)", 0),
        ("folder", "rest", 0),
        ("images.flow(x[:-90], y[:-90])", "images.flow(x[-90:], y[-90:])", 0),
        ("images.flow(x, y)", "images.flow(u, v)", 0),
        ("images.flow(x, y, subset='training')", "images.flow(x, y, subset='validation')", 0),
    ],
)
def test_data_sets_that_share_samples_are_found(trained: str, held_out: str, count: int) -> None:
    assert codes_of(FIT.format(trained, held_out), {"KS609"}) == ["KS609"] * count


def test_images_that_flow_have_their_channels() -> None:
    grey = "(x, y), (u, v) = keras.datasets.mnist.load_data()"
    code = FIT.replace("(x, y), (u, v) = keras.datasets.cifar10.load_data()", grey)
    assert codes_of(code.format("images.flow(x, y)", "(u, v)"), {"KS603"}) == ["KS603"]
    assert codes_of(code.format("images.flow(x[..., None], y)", "(u, v)"), {"KS603"}) == []
