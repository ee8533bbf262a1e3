"""Quantizers and quantization configs: how weights and activations are kept in few bits.

Keras knows strings for them, and no layer looks one up: it takes the string itself, and fails.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from kspec.spec.fields import Anything, Bool, Fraction, Int, Number, PositiveInt, Str
from kspec.spec.markers import Len
from kspec.spec.named import Quantization
from kspec.spec.problem import Problem
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

    def conflicts(self) -> Iterator[Problem]:
        if self.block_size is not None and (self.block_size < -1 or self.block_size == 0):
            message = (
                f'"block_size" must be positive, or -1 for whole channels, and is {self.block_size}'
            )
            yield Problem("invalid_value", ("block_size",), message)
        custom = [
            name
            for name in ("weight_quantizer", "activation_quantizer")
            if getattr(self, name) not in (None, "default")
        ]
        if "weight_quantizer" in custom:
            # Keras checks "value_range" to be a tuple, and reads a list.
            message = 'Keras reads no "weight_quantizer" of four bits from a file'
            help_ = "Remove it: Keras then uses its default quantizer."
            yield Problem("invalid_value", ("weight_quantizer",), message, help_, "entry")
        elif custom and self.block_size is not None and self.block_size > 0:
            size = self.block_size
            message = f'"{custom[0]}" works for whole channels only, and "block_size" is {size}'
            help_ = 'Set "block_size" to -1 (or null), or leave the quantizer to Keras.'
            yield Problem("conflicting_fields", (custom[0],), message, help_, "entry")


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

    def conflicts(self) -> Iterator[Problem]:
        if self.group_size < -1 or self.group_size == 0:
            message = (
                f'"group_size" must be positive, or -1 for whole channels, and is {self.group_size}'
            )
            yield Problem("invalid_value", ("group_size",), message)


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
