"""Where a mask over time steps comes from."""

from typing import ClassVar

from kspec.spec.fields import Anything
from kspec.spec.layers.base import Layer
from kspec.spec.layers.effect import Effect


class Masking(Layer):
    """Marks the time steps that equal ``mask_value`` in all features, for later layers to skip.

    Takes and gives ``(batch, time, features)``.
    """

    on_values: ClassVar[Effect] = "keeps"

    mask_value: Anything = 0.0
