"""Functions of one's own, applied to the rows of tensors."""

from typing import Any

from kspec.spec.fields import Anything
from kspec.spec.operations.base import Undescribed
from kspec.spec.shapes import Structure


class VectorizedMap(Undescribed):
    """A function applied to each row: its output is unknown."""

    function: Anything

    @classmethod
    def prepared(cls, values: dict[str, Any]) -> dict[str, Any]:
        return values

    def call(self, *args: Structure, **kwargs: Structure) -> Structure:
        if self.function is None or isinstance(self.function, int | float | str | list):
            self.refuse("invalid_value", f"applies a function, and has {self.function}", "function")
        return super().call(*args, **kwargs)
