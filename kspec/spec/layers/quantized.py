"""Weights of layers that Keras can quantize."""

from collections.abc import Iterator

from kspec.spec import dtypes
from kspec.spec.layers.base import Layer
from kspec.spec.layers.weight import Weight


class Quantizable(Layer, abstract=True):
    """A layer whose kernel or table Keras can quantize; its weights are known in ``int8``."""

    @property
    def quantized(self) -> str | None:
        """The way of quantizing of the layer's policy, None where it does not quantize."""
        return dtypes.quantized(self.dtype)

    @property
    def knows_weights(self) -> bool:
        return super().knows_weights and self.quantized in {None, "int8"}


def quantizable(
    layer: Quantizable, name: str, shape: tuple[int, ...], columns: int
) -> Iterator[Weight]:
    """The weights of a kernel or a table: with a scale for each of its ``columns``, where it is
    quantized.
    """
    if layer.quantized is None:
        yield Weight(name, shape, trainable=not getattr(layer, "lora_rank", None))
    else:
        yield Weight(name, shape, trainable=False, dtype="int8")
        yield Weight(f"{name}_scale", (columns,), trainable=False)
