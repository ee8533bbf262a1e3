"""Layers of Keras 2 that Keras 3 has no more, and what stands in their place."""

from __future__ import annotations

from collections.abc import Mapping

_OPERATIONS = frozenset(
    ("ClassMethod", "InstanceMethod", "InstanceProperty", "SlicingOpLambda", "TFOpLambda")
)
"""What tf.keras made of a function of TensorFlow that was called on a layer's output."""
_OF_OPERATIONS = (
    "tf.keras wrote a function of TensorFlow so, and Keras 3 cannot read it: write the model "
    "again with the function of keras.ops, or with a layer that does the same."
)
_INSTEAD: Mapping[str, str] = {
    "CuDNNGRU": "GRU, which is as fast on a GPU",
    "CuDNNLSTM": "LSTM, which is as fast on a GPU",
    "DenseFeatures": "preprocessing layers, or keras.utils.FeatureSpace",
    "LocallyConnected1D": "a layer of your own, or Conv1D",
    "LocallyConnected2D": "a layer of your own, or Conv2D",
    "RandomHeight": "RandomZoom",
    "RandomWidth": "RandomZoom",
    "SyncBatchNormalization": 'BatchNormalization with "synchronized": true',
    "ThresholdedReLU": 'ReLU with "threshold"',
}


def removed_layer(name: str) -> str:
    """What to do about a layer of Keras 2 that is gone; empty for any other name."""
    if name in _OPERATIONS:
        return _OF_OPERATIONS
    return f"Keras 3 dropped it. Use {_INSTEAD[name]}." if name in _INSTEAD else ""
