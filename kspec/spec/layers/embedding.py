"""Layers that turn integers into vectors."""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from kspec.spec.fields import Anything, Bool, PositiveInt
from kspec.spec.layers.base import Layer, Weight
from kspec.spec.named import Constraint, Initializer, Quantization, Regularizer
from kspec.spec.shapes import Shape, Structure


class Embedding(Layer):
    """A vector for each integer below ``input_dim``.

    Takes ``(batch, ...)`` and gives ``(batch, ..., output_dim)``.
    """

    input_dim: PositiveInt
    output_dim: PositiveInt
    embeddings_initializer: Initializer = "uniform"
    embeddings_regularizer: Regularizer = None
    embeddings_constraint: Constraint = None
    mask_zero: Bool = False
    initial_weights: Anything = Field(default=None, alias="weights")
    lora_rank: PositiveInt | None = None
    lora_alpha: Anything = None
    quantization_config: Quantization = None

    min_rank: ClassVar[int] = 0
    config_only: ClassVar[tuple[str, ...]] = ("input_length",)
    renamed: ClassVar[dict[str, str]] = {
        "init": "embeddings_initializer",
        "W_regularizer": "embeddings_regularizer",
        "W_constraint": "embeddings_constraint",
    }

    def output_shape(self, shape: Shape) -> Shape:
        return (*shape, self.output_dim)

    def weights(self, inputs: Structure, **arguments: object) -> Iterator[Weight]:
        del inputs, arguments
        yield Weight("embeddings", (self.input_dim, self.output_dim))
