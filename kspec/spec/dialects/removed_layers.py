"""Layers that Keras 3 removed, and those of other libraries, with their replacements."""

from collections.abc import Mapping

from kspec.spec.activation_table import ALIASES, FACTS
from kspec.spec.registry import LAYERS

_OPERATIONS = frozenset(
    ("ClassMethod", "InstanceMethod", "InstanceProperty", "SlicingOpLambda", "TFOpLambda")
)
"""Classes of tf.keras for a function of TensorFlow on a layer's output."""
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
    """Advice for a layer that Keras 3 removed; empty for any other name."""
    if name in _OPERATIONS:
        return _OF_OPERATIONS
    return f"Keras 3 dropped it. Use {_INSTEAD[name]}." if name in _INSTEAD else ""


_BIDIRECTIONAL = 'Write {{"type": "Bidirectional", "layer": {{"type": "{}", "units": ...}}}}.'
_OUTPUT = 'Leave it out: the last layer gives the output, or "outputs" names those that do.'
_ELSEWHERE: Mapping[str, str] = {
    "bilstm": _BIDIRECTIONAL.format("LSTM"),
    "bigru": _BIDIRECTIONAL.format("GRU"),
    "output": _OUTPUT,
    "outputlayer": _OUTPUT,
}
"""Advice for layers that Keras never had, by their names in lower case."""


def foreign_layer(name: str) -> str:
    """Advice for a layer that Keras has as an activation, by dimensions, or not at all; empty for
    any other name.
    """
    lower = name.lower()
    activation = activation_of(name)
    if activation is not None:
        return f'Write {{"type": "Activation", "activation": "{activation}"}}.'
    sizes = [known for known in LAYERS.names() if known[:-2].lower() == lower]
    by_axes = sorted(known for known in sizes if known[-2:] in {"1D", "2D", "3D"})
    if len(by_axes) > 1:
        return f"Write {', '.join(by_axes[:-1])} or {by_axes[-1]}, by the axes of its input."
    return _ELSEWHERE.get(lower, "")


def activation_of(name: str) -> str | None:
    """The activation that others have a layer for, as PyTorch has `Tanh`."""
    lower = name.lower()
    if lower == "linear" or any(known.lower() == lower for known in LAYERS.names()):
        return None
    return lower if lower in FACTS or lower in ALIASES else None
