"""Where a mask over time steps comes from."""

from kspec.spec.fields import Anything
from kspec.spec.layers.base import Layer


class Masking(Layer):
    """Marks the time steps that equal ``mask_value`` in all features, for later layers to skip.

    Takes and gives ``(batch, time, features)``.
    """

    mask_value: Anything = 0.0
