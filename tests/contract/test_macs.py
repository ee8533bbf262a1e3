"""The MACs of whole networks against TensorFlow's profiler, which counts two operations for one."""

from __future__ import annotations

import json

import pytest

import kspec

pytestmark = [pytest.mark.contract, pytest.mark.slow]


@pytest.mark.parametrize("name", ["MobileNetV2", "ResNet50", "VGG16"])
def test_as_the_profiler_counts(name: str) -> None:
    import keras

    model = getattr(keras.applications, name)(weights=None)
    found = kspec.summarize(json.loads(model.to_json()))
    assert found.macs == found.known_macs
    assert found.macs == pytest.approx(by_profiler(model) / 2, rel=0.03)


def by_profiler(model: object) -> int:
    """The float operations of a forward pass of one sample."""
    import keras
    import tensorflow as tf
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    assert isinstance(model, keras.Model)
    spec = tf.TensorSpec((1, *model.input_shape[1:]), "float32")
    call = tf.function(lambda x: model(x, training=False)).get_concrete_function(spec)
    graph = convert_variables_to_constants_v2(call).graph
    options = tf.compat.v1.profiler.ProfileOptionBuilder.float_operation()
    options["output"] = "none"
    return int(tf.compat.v1.profiler.profile(graph, options=options).total_float_ops)
