"""Input of a network."""

from collections.abc import Iterator
from typing import Any, ClassVar

from kspec.spec.dtypes import TensorDType, compute_dtype
from kspec.spec.fields import Anything, Bool, NonNegativeInt
from kspec.spec.layers.base import Layer
from kspec.spec.layers.layer_facts import Role, Runtime
from kspec.spec.layers.weight import Weight
from kspec.spec.problem import Fault, Problem
from kspec.spec.shapes import Shape, Structure, Tensor

Dims = list[NonNegativeInt | None]


class InputLayer(Layer):
    """An input: ``shape`` without the batch, or ``batch_shape`` with it."""

    role: ClassVar[Role] = "input"
    runtime: ClassVar[Runtime] = Runtime(follows_policy=False)

    shape: Dims | None = None
    batch_size: NonNegativeInt | None = None
    dtype: TensorDType = None
    sparse: Bool | None = None
    ragged: Bool | None = None
    batch_shape: Dims | None = None
    input_tensor: Anything = None
    optional: Bool = False

    @classmethod
    def prepared(cls, values: dict[str, Any]) -> dict[str, Any]:
        # Keras 3 warns of the old spellings, and takes them before the new ones.
        old = {"input_shape": "shape", "batch_input_shape": "batch_shape"}
        fields = {key: item for key, item in values.items() if key not in old}
        return fields | {new: values[key] for key, new in old.items() if key in values}

    def conflicts(self) -> Iterator[Problem]:
        second = "shape" if self.shape is not None else "batch_size"
        if self.batch_shape is not None and getattr(self, second) is not None:
            message = f'"batch_shape" and "{second}" of InputLayer both say the shape'
            yield Problem("conflicting_fields", (), message, help="Give one of the two.")

    @property
    def full_shape(self) -> Shape | None:
        """Shape with the batch first; None when the input has none."""
        if self.batch_shape is not None:
            return tuple(self.batch_shape)
        return None if self.shape is None else (self.batch_size, *self.shape)

    def call(self, inputs: Structure = (), **arguments: object) -> Structure:
        del arguments
        if inputs != ():  # where it is the layer inside of another
            raise Fault("input_count", "An InputLayer takes no inputs", help="Remove it.")
        return Tensor(self.full_shape, compute_dtype(self.dtype))

    has_weights: ClassVar[bool] = False

    def weights(self, inputs: Structure = (), **arguments: object) -> Iterator[Weight]:
        del inputs, arguments
        yield from ()
