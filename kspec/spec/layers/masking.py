"""Masking of time steps."""

from typing import ClassVar

from kspec.spec.layers.arrays import Array
from kspec.spec.layers.base import Layer
from kspec.spec.layers.layer_facts import Runtime
from kspec.spec.layers.value_effect import ValueEffect


class Masking(Layer):
    """Marks the time steps that equal ``mask_value`` in all features, for later layers to skip.

    Takes and gives ``(batch, time, features)``.
    """

    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")
    runtime: ClassVar[Runtime] = Runtime("numbers")

    mask_value: Array = 0.0
