"""Pixels that layers, functions and generators prepare on their way to a network."""

import pytest

from tests.code.programs import names_after
from tests.code.read import codes_of

NETWORK = """import keras
from keras import layers

images = keras.utils.image_dataset_from_directory("birds", image_size=(224, 224))
base = keras.applications.ResNet50(include_top=False, pooling="avg", input_shape=(224, 224, 3))
base.trainable = False
varied = keras.Sequential([layers.RandomFlip(), layers.RandomRotation(0.1)])
{}
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(images, epochs=9)
"""
STACK = "model = keras.Sequential([{}, base, layers.Dense(9, activation='softmax')])"
CALLS = """x = y = keras.Input((224, 224, 3))
for layer in [{}]:
    y = layer(y)
model = keras.Model(x, layers.Dense(9, activation="softmax")(base(y, training=False)))"""


@pytest.mark.parametrize(
    ("network", "expected"),
    [
        (STACK.format("layers.Rescaling(1 / 255)"), ["KS601"]),
        (STACK.format("varied, layers.Rescaling(1 / 127.5, offset=-1)"), ["KS601"]),
        (CALLS.format("varied, layers.Rescaling(1 / 255)"), ["KS601"]),
        (CALLS.format("layers.Rescaling(1 / 255), layers.RandomContrast(0.1)"), []),
        (CALLS.format("layers.Rescaling(1 / 255), layers.Conv2D(3, 1)"), []),
        (CALLS.format("layers.Rescaling(1 / 255), layers.Rescaling(255)"), []),
    ],
)
def test_layers_before_a_frozen_resnet(network: str, expected: list[str]) -> None:
    assert codes_of(NETWORK.format(network), {"KS601"}) == expected


FEATURES = """import cv2
import keras
import numpy as np

pixels = np.array([cv2.resize(cv2.imread(name), (224, 224)) for name in open("names.txt")])
base = keras.applications.ResNet50(include_top=False, weights={})
features = base.predict({})
"""


@pytest.mark.parametrize(
    ("weights", "pixels", "expected"),
    [
        ("'imagenet'", "pixels / 255", ["KS601"]),
        ("None", "pixels / 255", []),
        ("'imagenet'", "keras.applications.resnet50.preprocess_input(pixels)", []),
    ],
)
def test_features_of_divided_pixels(weights: str, pixels: str, expected: list[str]) -> None:
    assert codes_of(FEATURES.format(weights, pixels), {"KS601"}) == expected


GENERATOR = """import cv2
import keras
import numpy as np
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from keras.applications.vgg16 import preprocess_input

def prepare(image):
    image = cv2.resize(image, (image.shape[1], image.shape[0]))
    return {}

made = ImageDataGenerator({})
model = keras.Sequential([keras.Input((64, 64, 3)), keras.layers.Conv2D(8, 3, activation="relu")])
model.add(keras.layers.GlobalAveragePooling2D())
model.add(keras.layers.Dense(9, activation="softmax"))
model.compile("adam", "categorical_crossentropy")
model.fit(made.flow_from_directory("birds", target_size=(64, 64)))
"""


@pytest.mark.parametrize(
    ("result", "arguments", "expected"),
    [
        ("image", "", ["KS601"]),
        ("image", "preprocessing_function=prepare", ["KS601"]),
        ("image / 255", "preprocessing_function=prepare", []),
        ("image / 255", "preprocessing_function=prepare, rescale=1 / 255", ["KS601"]),
        ("preprocess_input(image)", "preprocessing_function=prepare, rescale=1 / 255", ["KS601"]),
        ("preprocess_input(image)", "preprocessing_function=prepare", []),
        ("unknown(image)", "preprocessing_function=prepare, rescale=1 / 255", []),
        ("image", "brightness_range=(0.5, 1.5)", ["KS601"]),
        ("image", "brightness_range=(0.5, 1.5), rescale=1 / 255", []),
    ],
)
def test_functions_and_options_of_a_generator(
    result: str, arguments: str, expected: list[str]
) -> None:
    assert codes_of(GENERATOR.format(result, arguments), {"KS601"}) == expected


FLOW = """import keras
from tensorflow.keras.preprocessing.image import ImageDataGenerator

(x, y), _ = keras.datasets.cifar10.load_data()
made = ImageDataGenerator({})
batches = made.flow({}, y)
"""


@pytest.mark.parametrize(
    ("options", "pixels", "expected"),
    [
        ("brightness_range=(0.5, 1.5)", "x / 255", ["KS617"]),
        ("brightness_range=(0.5, 1.5)", "x", []),
        ("channel_shift_range=0.1", "x / 255", []),
        ("zoom_range=0.2", "x / 255", []),
    ],
)
def test_brightness_is_of_bytes(options: str, pixels: str, expected: list[str]) -> None:
    assert codes_of(FLOW.format(options, pixels), {"KS617"}) == expected


READ = """import cv2
import glob
import keras
import numpy as np
import tensorflow as tf

def read(name):
    return cv2.resize(cv2.imread(name), (64, 48))

def decode(name):
    image = tf.io.decode_png(tf.io.read_file(name), channels=3)
    return tf.image.resize(image, (48, 64))

names = glob.glob("birds/*.png")
{}
"""
RANGES = {
    "pairs in lists": (
        (
            "pairs = [[read(one), int('owl' in one)] for one in names]\n"
            "x = np.array([pair[0] for pair in pairs])"
        ),
        (0, 255),
    ),
    "answers": ("x = np.array([int('owl' in one) for one in names])", (0, 1)),
    "numbers": ("x = np.array([int(one) for one in names])", None),
    "smoothed": ("x = cv2.bilateralFilter(read(names[0]), 9, 75, 75)", (0, 255)),
    "turned": ("x = cv2.warpAffine(read(names[0]) / 255, turn, (64, 48))", (0, 1)),
    "stacked": ("x = tf.stack([decode(one) for one in names])", (0, 255)),
    "brighter": ("x = tf.image.random_brightness(decode(names[0]), 9)", (-9, 264)),
    "brighter bytes": ("x = tf.image.random_brightness(read(names[0]), 0.5)", (0, 255)),
    "contrast": ("x = tf.image.random_contrast(decode(names[0]), 0.5, 2)", (-255, 510)),
    "contrast of fractions": ("x = tf.image.random_contrast(decode(names[0]) / 255, 1, 2)", None),
    "less contrast": ("x = tf.image.adjust_contrast(decode(names[0]), 0.5)", (0, 255)),
    "hue": ("x = tf.image.random_hue(decode(names[0]), 0.5)", (0, 255)),
    "hue of centred ones": ("x = tf.image.random_hue(decode(names[0]) - 99, 0.5)", None),
    "unknown brightness": ("x = tf.image.random_brightness(decode(names[0]), most)", None),
}


@pytest.mark.parametrize(("line", "limits"), RANGES.values(), ids=RANGES.keys())
def test_ranges_of_images(line: str, limits: tuple[float, float] | None) -> None:
    array = names_after(READ.format(line))["x"]
    assert (array.limits and array.limits[:2]) == limits


def test_an_action_that_a_softmax_cannot_value() -> None:
    code = """import keras
import numpy as np

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, activation="softmax")])
model.compile("adam", "mse")
state = np.random.rand(1, 4)
goal = model.predict(state)
goal[0][1] = -10.0
model.fit(state, goal)
"""
    assert codes_of(code, {"KS311"}) == ["KS311"]
