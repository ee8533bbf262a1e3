"""Quantizers and quantization configs: how weights and activations are kept in few bits.

Keras knows strings for them, and no layer looks one up: it takes the string itself, and fails.
"""

from typing import Annotated, ClassVar, Literal

from kspec.spec.fields import Anything, Bool, Fraction, Int, Number, PositiveInt, Str
from kspec.spec.markers import Len
from kspec.spec.named import Quantization
from kspec.spec.spec_object import Serialization, SpecObject


class Quantizer(SpecObject):
    """A quantizer: the base class of all, which quantizes nothing itself."""

    output_dtype: Str = "int8"


class AbsMaxQuantizer(Quantizer):
    """Scales by the largest absolute value along ``axis``."""

    axis: Int | list[Int] | None = None
    value_range: Annotated[list[Number], Len(2)] = [-127, 127]
    epsilon: Number = 1e-7


class QuantizationConfig(SpecObject):
    """Base class of the quantization of weights and activations."""

    weight_quantizer: Quantization = None
    activation_quantizer: Quantization = None


class Int8QuantizationConfig(QuantizationConfig):
    """Eight-bit integers."""

    activation_quantizer: Quantization | Literal["default"] = "default"


class Int4QuantizationConfig(QuantizationConfig):
    """Four-bit integers, scaled in blocks of ``block_size``."""

    activation_quantizer: Quantization | Literal["default"] = "default"
    block_size: Int | None = 128
    serialization: ClassVar[Serialization] = Serialization(non_default_when_missing=("block_size",))


class Float8QuantizationConfig(SpecObject):
    """Eight-bit floats."""


class CalibratedConfig(SpecObject, abstract=True):
    """Quantization that is calibrated on sample data."""

    dataset: Anything
    tokenizer: Anything
    weight_bits: Int = 4
    num_samples: PositiveInt = 128
    sequence_length: PositiveInt = 512
    group_size: Int = 128
    quantization_layer_structure: Anything = None


class AWQConfig(CalibratedConfig):
    """Four-bit weights, those that matter for the activations spared."""

    weight_bits: Literal[4] = 4
    num_grid_points: PositiveInt = 20


class GPTQConfig(CalibratedConfig):
    """Weights of 2, 3, 4 or 8 bits, column by column, errors made up for by the rest."""

    weight_bits: Literal[2, 3, 4, 8] = 4
    per_channel: Bool = True
    hessian_damping: Fraction = 0.01
    symmetric: Bool = False
    activation_order: Bool = False
