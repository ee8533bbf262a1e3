"""Receptive fields, counted by hand and compared with the gradients of Keras."""

from typing import Any

import pytest

import kspec

CONV = {"type": "Conv2D", "filters": 2, "kernel_size": 3}
GRAPH: list[dict[str, Any]] = [
    {**CONV, "strides": 2, "name": "stem"},
    {"type": "DepthwiseConv2D", "kernel_size": 3, "dilation_rate": 2, "padding": "same"},
    {**CONV, "kernel_size": [5, 1], "padding": "same", "name": "tall"},
    {"type": "Add", "inputs": ["depthwise_conv2d", "tall"]},
    {"type": "AveragePooling2D", "pool_size": 2},
    {**CONV, "type": "SeparableConv2D", "name": "last"},
]


def last_field(layers: list[dict[str, Any]], shape: list[int]) -> tuple[int, ...] | None:
    summary = kspec.summarize({"inputs": {"shape": shape}, "layers": layers})
    return summary.rows[-1].receptive_field


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ([CONV], (3, 3)),
        ([CONV, CONV], (5, 5)),
        ([{**CONV, "strides": 2}, CONV], (7, 7)),
        ([{**CONV, "dilation_rate": 2}], (5, 5)),
        ([CONV, {"type": "MaxPooling2D"}, CONV], (8, 8)),
        ([CONV, {"type": "BatchNormalization"}, {"type": "Dropout", "rate": 0.5}], (3, 3)),
        ([CONV, {"type": "BatchNormalization", "axis": 1}], None),
        ([CONV, {"type": "Sequential", "layers": [CONV, CONV]}], (7, 7)),
        ([CONV, {"type": "GlobalAveragePooling2D"}], None),
        ([CONV, {"type": "UpSampling2D"}, CONV], None),
        (GRAPH, (29, 21)),
    ],
)
def test_of_images(layers: list[dict[str, Any]], expected: tuple[int, ...] | None) -> None:
    assert last_field(layers, [41, 41, 1]) == expected


def test_of_sequences() -> None:
    causal = {"type": "Conv1D", "filters": 2, "kernel_size": 2, "padding": "causal"}
    wavenet = [{**causal, "dilation_rate": rate} for rate in (1, 2, 4, 8)]
    assert last_field(wavenet, [100, 3]) == (16,)
    assert last_field([{"type": "Dense", "units": 4}], [100]) is None


@pytest.mark.contract
def test_a_gradient_reaches_just_as_far() -> None:
    import numpy as np
    import tensorflow as tf

    ones = {"kernel_initializer": "ones", "use_bias": False}
    all_ones: dict[str, dict[str, Any]] = {
        "DepthwiseConv2D": {"depthwise_initializer": "ones"},
        "SeparableConv2D": {"depthwise_initializer": "ones", "pointwise_initializer": "ones"},
        "Conv2D": ones,
    }
    layers = [{**layer, **all_ones.get(str(layer["type"]), {})} for layer in GRAPH]
    model = kspec.build({"inputs": {"shape": [41, 41, 1]}, "layers": layers})
    image = tf.Variable(np.ones((1, 41, 41, 1), "float32"))
    with tf.GradientTape() as tape:
        middle = model(image)[0, 4, 4, 0]
    rows, columns = np.nonzero(tape.gradient(middle, image)[0, :, :, 0])
    assert (int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1) == last_field(layers, [41, 41, 1])
