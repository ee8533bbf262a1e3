"""Categories and numbers to indices or to one-hot, multi-hot and count vectors."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from kspec.spec.dtypes import variable_dtype
from kspec.spec.fields import Anything, Bool, Int, NonNegativeInt, Number, PositiveInt
from kspec.spec.layers.base import Layer
from kspec.spec.layers.checks import check_arguments
from kspec.spec.layers.layer_facts import Adapt, CallSpec, Indices, InputSpec, Runtime
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.problem import Fault, Problem
from kspec.spec.shapes import Dim, Shape, Structure, Tensor, show, tensors
from kspec.spec.spec_object import Serialization

Encoding = Literal["int", "one_hot", "multi_hot", "count"]


def encoded(shape: Shape, mode: str, depth: Dim) -> Shape:
    """The shape of indices encoded as vectors: one-hot takes the place of a last axis of 1, or
    follows; the others take the place of the last axis.
    """
    if mode == "one_hot" and (len(shape) < 2 or shape[-1] != 1):
        return (*shape, depth)
    return (*shape[:-1], depth)


class CategoryEncoding(Layer):
    """Turns integers below ``num_tokens`` into vectors of that length: ``(batch, n)`` gives
    ``(batch, num_tokens)``.
    """

    value_effect: ClassVar[ValueEffect] = ValueEffect("computes")
    input_spec: ClassVar[InputSpec] = InputSpec(min_ndim=0)
    call_spec: ClassVar[CallSpec] = CallSpec(("count_weights", "training"))
    runtime: ClassVar[Runtime] = Runtime("numbers")
    index_field: ClassVar[str | None] = "num_tokens"

    num_tokens: PositiveInt
    output_mode: Literal["multi_hot", "one_hot", "count", "binary"] = "multi_hot"
    sparse: Bool = False

    def compute_output_shape(self, shape: Shape) -> Shape:
        return encoded(shape, self.output_mode, self.num_tokens)


class Discretization(Layer):
    """Turns numbers into the indices of the ranges they fall into, or into vectors of those."""

    input_spec: ClassVar[InputSpec] = InputSpec(min_ndim=0)
    runtime: ClassVar[Runtime] = Runtime("numbers")
    adapt: ClassVar[Adapt | None] = Adapt("boundaries")
    serialization: ClassVar[Serialization] = Serialization(
        excludes={"bin_boundaries": "num_bins"}, base_fields=("name", "dtype")
    )

    bin_boundaries: list[Number] | None = None
    num_bins: NonNegativeInt | None = None
    epsilon: Number = 0.01
    output_mode: Encoding = "int"
    sparse: Bool = False

    def conflicts(self) -> Iterator[Problem]:
        yield from super().conflicts()
        if self.bin_boundaries is None and self.num_bins is None:
            message = 'Discretization needs "bin_boundaries" or "num_bins"'
            help_text = 'Add "bin_boundaries", or "num_bins" to learn them from data.'
            yield Problem("missing_field", (), message, help=help_text)

    @property
    def indices(self) -> Indices | None:
        return Indices(self._bins, exact=True) if self._bins and self.output_mode == "int" else None

    @property
    def _bins(self) -> int | None:
        return self.num_bins if self.bin_boundaries is None else len(self.bin_boundaries) + 1

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "int32" if self.output_mode == "int" else self.compute_dtype

    def compute_output_shape(self, shape: Shape) -> Shape:
        if self.output_mode == "int":
            return shape
        bins = self._bins
        if self.output_mode == "one_hot":
            return encoded(shape, "one_hot", bins)
        # Keras's symbolic shape; real counts of rank 3 and more have another.
        return (shape[0], *shape[2:], bins) if len(shape) > 1 else (bins,)


class Hashing(Layer):
    """Turns strings or integers into ``num_bins`` indices by a hash, or into vectors of those."""

    input_spec: ClassVar[InputSpec] = InputSpec(min_ndim=0)
    runtime: ClassVar[Runtime] = Runtime(follows_policy=False)

    num_bins: PositiveInt
    mask_value: Anything = None
    salt: Int | list[Int] | None = None
    output_mode: Encoding = "int"
    sparse: Bool = False

    @property
    def indices(self) -> Indices | None:
        return Indices(self.num_bins, exact=True) if self.output_mode == "int" else None

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        if self.dtype is None:
            return "int64" if self.output_mode == "int" else "float32"
        return variable_dtype(self.dtype)

    def compute_output_shape(self, shape: Shape) -> Shape:
        # Keras's symbolic shape of one-hot too, though the real one may have an axis more.
        return shape if self.output_mode == "int" else (*shape[:-1], self.num_bins)


class HashedCrossing(Layer):
    """Crosses two features into ``num_bins`` indices by a hash, or into one-hot vectors: takes a
    list of two tensors of one shape.
    """

    runtime: ClassVar[Runtime] = Runtime(follows_policy=False)

    num_bins: NonNegativeInt
    output_mode: Literal["int", "one_hot"] = "int"
    sparse: Bool = False

    @classmethod
    def prepared(cls, values: dict[str, Any]) -> dict[str, Any]:
        # Keras passes over all arguments that it does not know.
        return {key: item for key, item in values.items() if key in cls.written()}

    @property
    def indices(self) -> Indices | None:
        return Indices(self.num_bins, exact=True) if self.output_mode == "int" else None

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        check_arguments(self, arguments)
        features = [inputs] if isinstance(inputs, Tensor) else list(tensors(inputs))
        if len(features) != 2:
            raise Fault(
                "input_count", f"HashedCrossing takes two tensors, and gets {len(features)}"
            )
        one, other = (self.check_rank(x.shape) for x in features)
        dtype = "int64" if self.output_mode == "int" else "float32"
        dtype = dtype if self.dtype is None else self.compute_dtype
        if one is None or other is None:
            return Tensor(None, dtype)
        if len(one) != len(other) or one[-1] != other[-1]:
            message = f"HashedCrossing takes two like tensors, and gets {show(one)}, {show(other)}"
            raise Fault("incompatible_shapes", message)
        if self.output_mode == "int":
            return Tensor(one, dtype)
        shape = (*(one[:-1] if one[-1] == 1 else one), self.num_bins)
        return Tensor(shape, dtype)
