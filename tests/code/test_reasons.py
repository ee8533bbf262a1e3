"""Reasons that values of a program are unknown, and sizes that a reason alone hid."""

import pytest

from kspec.code.library import OF_DATA
from tests.code.read import models_of

HEAD = """
import keras
import numpy as np
import tensorflow as tf
from keras import layers
from keras.preprocessing.image import ImageDataGenerator
from settings import units, words

(x, y), _ = keras.datasets.boston_housing.load_data()
order = np.argsort(np.random.random(y.shape))
flow = ImageDataGenerator().flow_from_directory("photos")
"""
UNREAD = "settings.units is in code that kspec does not read"


@pytest.mark.parametrize(
    ("size", "reason"),
    [
        ("units", UNREAD),
        ("units // 2", UNREAD),
        ("2 * units", UNREAD),
        ("flow.samples // 32", '"samples" is in the data'),
        ("int(flow.samples / 32)", '"samples" is in the data'),
        ("int(flow.samples)", '"samples" is in the data'),
        ("max(len(word) for word in words)", UNREAD.replace("units", "words")),
        ("sum(len(word) for word in words)", UNREAD.replace("units", "words")),
        ("np.max(y[y < 3]) + 1", OF_DATA),
        ("int(np.max(y[y < 3]))", OF_DATA),
    ],
)
def test_reason_is_that_of_the_value(size: str, reason: str) -> None:
    [model] = models_of(f"{HEAD}keras.Sequential([keras.Input((4,)), layers.Dense({size})])")
    assert [unknown.reason for unknown in model.unknown.values()] == [reason]


@pytest.mark.parametrize(
    "size",
    [
        *("x[order].shape[1]", "int(np.float32(13.0))", "sum([6, 7])", "np.product(x.shape[1:])"),
        "tf.math.reduce_prod(x.shape[1:]).numpy()",
    ],
)
def test_size_is_known(size: str) -> None:
    [model] = models_of(f"{HEAD}keras.Sequential([keras.Input((4,)), layers.Dense({size})])")
    assert not model.unknown
