"""What every operation has: only a name, and the tensors that it is called with."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from kspec.spec.layers.base import Layer, Weight
from kspec.spec.problem import Fault
from kspec.spec.shapes import UNKNOWN, Shape, Structure, Tensor


class Operation(Layer):
    """An operation of ``keras.ops``: called on tensors and plain values, it builds nothing."""

    abstract: ClassVar[bool] = True
    listed: ClassVar[bool] = False
    module: ClassVar[str] = "keras.src.ops.numpy"
    """Where Keras keeps the class; files name this place."""
    only_base_fields: ClassVar[tuple[str, ...] | None] = ("name",)

    def call(self, *args: Structure, **kwargs: Structure) -> Structure:
        """The symbolic output; operations of more than one tensor override this with Keras's
        signature.
        """
        if len(args) + len(kwargs) != 1:
            count = len(args) + len(kwargs)
            message = f"{type(self).__name__} takes one tensor, and gets {count} arguments"
            raise Fault("invalid_call", message)
        x = next(iter([*args, *kwargs.values()]))
        if not isinstance(x, Tensor):
            message = f"{type(self).__name__} takes a tensor"
            raise Fault("invalid_call", message)
        return self.of(x)

    def of(self, x: Tensor) -> Structure:
        """The output for one tensor."""
        if x.shape is None:
            return Tensor(self.unknown_shape(), self.output_dtype(x))
        return Tensor(
            self.output_shape(x.shape), self.output_dtype(x), self.keeps_sparse and x.sparse
        )

    def unknown_shape(self) -> Shape | None:
        """The output's shape where the input's is not known."""
        return None

    def output_dtype(self, x: Tensor) -> str | None:
        return x.dtype

    def weights(self, *args: Structure, **kwargs: Structure) -> Iterator[Weight]:
        del args, kwargs
        yield from ()

    @property
    def has_weights(self) -> bool:
        return False


class Undescribed(Operation):
    """An operation that Keras has and kspec does not describe: its output is unknown."""

    abstract: ClassVar[bool] = True

    @classmethod
    def prepared(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in values.items() if key == "name"}

    @property
    def opaque(self) -> bool:
        return True

    def call(self, *args: Structure, **kwargs: Structure) -> Structure:
        del args, kwargs
        return UNKNOWN


def shaped(value: Structure) -> Tensor:
    """A call argument as a tensor: a plain number is one of rank 0 whose dtype gives way
    (``int``, ``float``).
    """
    if isinstance(value, Tensor):
        return value
    if isinstance(value, bool):
        return Tensor((), "bool")
    if isinstance(value, int | float):
        return Tensor((), type(value).__name__)
    return Tensor(() if not isinstance(value, Mapping) else None, None)
