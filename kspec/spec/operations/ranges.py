"""Rows of numbers, and grids of them."""

import math
from typing import ClassVar

from kspec.spec.fields import Bool, Int
from kspec.spec.operations.base import Operation, operand
from kspec.spec.operations.promotion import result_type
from kspec.spec.shapes import Structure, Tensor, broadcast
from kspec.spec.spec_object import Serialization


class Arange(Operation):
    """Numbers from a start to an end, step by step."""

    serialization: ClassVar[Serialization] = Serialization(base_fields=("name", "dtype"))

    def call(self, start: Structure, stop: Structure = None, step: Structure = None) -> Structure:
        low, high = (0, start) if stop is None else (start, stop)
        by = 1 if step is None else step
        numbers = [one for one in (low, high, by) if isinstance(one, int | float)]
        if len(numbers) < 3:  # Keras cannot count up to a tensor
            self.refuse("invalid_call", "counts between plain numbers only")
        if not all(map(math.isfinite, numbers)) or not by:
            self.refuse("invalid_call", f"cannot count from {low} to {high} in steps of {by}")
        size = math.ceil((numbers[1] - numbers[0]) / numbers[2])
        dtype = result_type(*(operand(one).dtype for one in numbers))
        return Tensor((size,), dtype if self.dtype is None else str(self.dtype))


class Linspace(Operation):
    """``num`` evenly spaced numbers from a start to an end, along a new axis."""

    serialization: ClassVar[Serialization] = Serialization(base_fields=("name", "dtype"))

    num: Int = 50
    endpoint: Bool = True
    retstep: Bool = False
    axis: Int = 0

    def call(self, start: Structure, stop: Structure) -> Structure:
        if self.retstep:
            self.refuse("invalid_value", "cannot give the distance as well", "retstep")
        one, other = operand(start), operand(stop)
        dtype = result_type(one.dtype if self.dtype is None else str(self.dtype), "float")
        if one.shape is None or other.shape is None:
            return Tensor(None, dtype)
        shape = broadcast(one.shape, other.shape)
        if shape is None:
            self.misfit(one.shape, other.shape)
        axis = self.axis_of(self.axis, len(shape) + 1)
        return Tensor((*shape[:axis], self.num, *shape[axis:]), dtype)
