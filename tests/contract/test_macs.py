"""The MACs of the networks of ``keras.applications``, beside TensorFlow's profiler."""

import gc
import json
from collections.abc import Iterator
from typing import Any

import pytest

import kspec
from kspec.code.keras.applications import SIZES

pytestmark = [pytest.mark.contract, pytest.mark.slow]

MULTIPLIES = ("Conv2D", "DepthwiseConv2dNative", "MatMul")
"""TensorFlow's operations of kernels; it counts two floating-point operations for each of theirs.
Its total has those of activations and normalizations too, which are no MACs: up to 4 % more.
"""


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Let Keras forget the models: the largest has 350 million weights."""
    import keras

    yield
    keras.backend.clear_session()
    gc.collect()


@pytest.mark.parametrize("name", sorted(SIZES))
def test_as_the_profiler_counts(name: str) -> None:
    """But for convolutions in groups, of which the profiler counts nothing."""
    import keras

    sizes = {"input_shape": (224, 224, 3)} if name.startswith("MobileNetV3") else {}
    model = getattr(keras.applications, name)(weights=None, **sizes)
    summary = kspec.summarize(json.loads(model.to_json()))
    assert summary.macs == summary.known_macs
    in_groups = {layer.name for layer in model.layers if getattr(layer, "groups", 1) > 1}
    counted = [row.macs or 0 for row in summary.rows if row.name not in in_groups]
    operations = profiled(model)
    assert 2 * sum(counted) == sum(operations.get(name, 0) for name in MULTIPLIES)


def profiled(model: Any) -> dict[str, int]:
    """The floating-point operations of a forward pass of one sample, by the kind of operation."""
    import tensorflow as tf

    spec = tf.TensorSpec((1, *model.input_shape[1:]), "float32")
    call = tf.function(lambda x: model(x, training=False)).get_concrete_function(spec)
    options = tf.compat.v1.profiler.ProfileOptionBuilder.float_operation()
    options["output"] = "none"
    node = tf.compat.v1.profiler.profile(call.graph, cmd="op", options=options)
    totals = []
    while node is not None:  # each kind holds those of less
        totals.append((node.name, node.total_float_ops))
        node = node.children[0] if node.children else None
    following = [total for _, total in totals[1:]] + [0]
    return {name: total - less for (name, total), less in zip(totals, following, strict=True)}
