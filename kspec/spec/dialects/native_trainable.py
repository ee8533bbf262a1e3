"""Frozen networks in a notation where only layers have ``trainable``."""

from typing import Any

from kspec.spec.layers.base import Layer
from kspec.spec.registry import LAYERS
from kspec.spec.spec_object import SpecObject


def frozen(value: Any) -> Any:
    """A part of a native document with ``"trainable": false`` on each of its layers, those inside
    of models and wrappers too.
    """
    if isinstance(value, list):
        return [frozen(item) for item in value]
    if not isinstance(value, dict):
        return value
    inside = {key: frozen(item) for key, item in value.items()}
    cls = LAYERS.find(inside["type"]) if isinstance(inside.get("type"), str) else None
    return {**inside, "trainable": False} if _has_weights(cls) else inside


def _has_weights(cls: type[SpecObject] | None) -> bool:
    if cls is None or not issubclass(cls, Layer):
        return False
    base_fields = cls.serialization.base_fields
    return cls.builds_variables() and (base_fields is None or "trainable" in base_fields)
