"""Frozen weights by `trainable`: counts by layer and of the model, for any flags in a file."""

import copy
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.test_applications import by_kspec
from tests.contract.test_keras_files import by_keras

pytestmark = pytest.mark.contract


@cache
def document() -> dict[str, Any]:
    import keras
    from keras import layers

    a = keras.Input((3,))
    graph = keras.Model(a, layers.BatchNormalization()(layers.Dense(3)(a)))
    inside = keras.Sequential([layers.Dense(2), layers.BatchNormalization()])
    x = keras.Input((3,))
    steps = layers.RepeatVector(4)(keras.Sequential([layers.Dense(3), inside])(graph(x)))
    y = layers.Bidirectional(layers.LSTM(3, return_sequences=True))(steps)
    y = layers.TimeDistributed(layers.Dense(3))(y)
    y = layers.TimeDistributed(keras.Sequential([keras.Input((3,)), layers.Dense(2)]))(y)
    y = layers.RNN([layers.LSTMCell(3), layers.GRUCell(2)])(y)
    y = layers.SpectralNormalization(layers.Dense(4))(y)
    z = layers.Flatten()(layers.MultiHeadAttention(2, 2)(steps, steps))
    maps = layers.Reshape((2, 2, 2))(layers.Dense(8)(z))
    model = keras.Model(x, [y, layers.ConvLSTM1D(2, 1)(maps)])
    read: dict[str, Any] = json.loads(model.to_json())
    return read


def flags(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a file with a flag."""
    if isinstance(value, dict) and "trainable" in value:
        yield value
    for item in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from flags(item)


@pytest.mark.slow
@given(data=st.data())
def test_counts_by_trainable_are_those_of_keras(data: st.DataObject) -> None:
    import keras

    read = copy.deepcopy(document())
    for config in data.draw(st.lists(st.sampled_from(range(len(list(flags(read))))), max_size=4)):
        list(flags(read))[config]["trainable"] = False
    assert by_kspec(read) == by_keras(keras.models.model_from_json(json.dumps(read)))
