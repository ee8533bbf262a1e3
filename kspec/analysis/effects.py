"""Effects of a layer, or of an operation of ``keras.ops``, on the range of values, and its
function.
"""

from contextlib import suppress

from kspec.spec.activation_table import FACTS
from kspec.spec.layers.base import Layer
from kspec.spec.layers.value_effect import Effect
from kspec.spec.naming import snake_case
from kspec.spec.network import Node
from kspec.spec.unknown import UnknownValueError


def effect(layer: Layer | None, class_name: str = "") -> Effect:
    """Effect of a layer on values; ``unknown`` for an opaque one. An operation goes by its name in
    the document: one class describes several.
    """
    if layer is None:
        return "unknown"
    return "activates" if _operated(layer, class_name) else layer.value_effect.kind


def function(layer: Layer, class_name: str = "") -> str | None:
    """The name of the activation function that a layer applies; None for one that is not known."""
    if not layer.is_layer:
        return _operated(layer, class_name)
    if "activation" not in type(layer).model_fields:
        return _refined(layer, layer.value_effect.function or "linear")
    activation = getattr(layer, "activation", None)
    if activation is None or isinstance(activation, str):
        return activation or "linear"
    known = hasattr(activation, "model_fields") and effect(activation) == "activates"
    return function(activation) if known else None


def _operated(layer: Layer, class_name: str) -> str | None:
    """The activation function that an operation is: Keras calls them alike."""
    if layer.is_layer:
        return None
    name = layer.value_effect.function or snake_case(class_name.rpartition(">")[2])
    return name if name in FACTS else None


def _refined(layer: Layer, name: str) -> str:
    """The name of a rectifier by its arguments, any other unchanged."""
    if name not in {"relu", "leaky_relu"}:
        return name
    slope = getattr(layer, "alpha" if "alpha" in layer.model_fields_set else "negative_slope", 0)
    is_capped = getattr(layer, "max_value", None) is not None
    if slope == 1 and not is_capped and not getattr(layer, "threshold", 0):
        return "linear"
    return "leaky_relu" if slope else "relu6" if is_capped else name


def softmax_axis(layer: Layer) -> tuple[int, ...]:
    """The axes along which a softmax of this layer sums to one."""
    inner = getattr(layer, "activation", None)
    applied = layer if inner is None else inner
    axis = -1 if isinstance(applied, str) else getattr(applied, "axis", -1)
    axes = axis if isinstance(axis, list | tuple) else (axis,)
    return tuple(each for each in axes if isinstance(each, int))


def dense_units(node: Node | None) -> int | None:
    """The size that a dense layer gives the last axis, known even for an unknown input."""
    layer = None if node is None else node.layer
    units = None
    with suppress(UnknownValueError):
        units = getattr(layer, "units", None) if layer and layer.value_effect.on_last_axis else None
    return units if isinstance(units, int) else None
