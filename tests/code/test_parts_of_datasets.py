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
