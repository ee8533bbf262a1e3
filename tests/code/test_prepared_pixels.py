"""Pixels that layers, functions and generators prepare on their way to a network."""

import pytest

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
