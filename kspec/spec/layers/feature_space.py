"""Layers of ``keras.utils.FeatureSpace``, which are in the files of its models."""

from typing import ClassVar

from kspec.spec.fields import Int
from kspec.spec.layers.core import Identity
from kspec.spec.layers.merging import Concatenate
from kspec.spec.operations.promotion import result_type
from kspec.spec.shapes import Structure, Tensor

_MODULE = "keras.src.layers.preprocessing.feature_space"


class TFDConcat(Concatenate):
    """All features one after the other along ``axis``; keeps their dtype."""

    module: ClassVar[str] = _MODULE

    axis: Int

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        output = super().call(inputs, **arguments)
        dtype = result_type(*(self.cast_dtype(x) for x in self.several(inputs)))
        return output._replace(dtype=dtype) if isinstance(output, Tensor) else output


class TFDIdentity(Identity):
    """A feature that needs no preprocessing: returns its input."""

    module: ClassVar[str] = _MODULE
