"""Shapes of symbolic tensors, as far as they follow from the layers before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kspec.code.keras.values import Tensor
    from kspec.code.reader import Reader
    from kspec.code.values import Place, Value


def shape_of(reader: Reader, tensor: Tensor, node: Place) -> Value:
    """The shape of a tensor as a tuple with the batch first."""
    del tensor
    return reader.unknown("the shape of a tensor", node, "shape")
