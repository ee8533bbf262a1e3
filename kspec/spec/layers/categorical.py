"""Categories and numbers to indices or to one-hot, multi-hot and count vectors."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from kspec.spec.dtypes import variable_dtype
from kspec.spec.fields import Anything, Bool, Int, NonNegativeInt, Number, PositiveInt
from kspec.spec.layers.base import Layer
from kspec.spec.layers.layer_facts import Adapt, CallSpec, Indices, InputSpec, Runtime
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.problem import Fault, Problem
from kspec.spec.shapes import Dim, Shape, Structure, Tensor, same, show, tensors
from kspec.spec.spec_object import Serialization

Encoding = Literal["int", "one_hot", "multi_hot", "count"]


def encoded(shape: Shape, mode: str, depth: Dim) -> Shape:
    """The shape of indices encoded as vectors: one-hot takes the place of a last axis of 1, or
    follows; the others take the place of the last axis.
    """
    if mode == "one_hot" and (len(shape) < 2 or shape[-1] != 1):
        return (*shape, depth)
    return (*shape[:-1], depth)


_COUNTING = frozenset(("int32", "int64", "float32", "float64"))
"""The dtypes in which TensorFlow counts the integers of a sample."""


def check_counted(layer: Layer, mode: str, shape: Shape) -> None:
    """Refuse to count in a dtype that TensorFlow does not count in."""
    if mode not in {"int", "one_hot"} and len(shape) <= 2 and layer.variable_dtype not in _COUNTING:
        message = f"{type(layer).__name__} cannot count in {layer.variable_dtype} on TensorFlow"
        raise Fault(
            "invalid_value", message, field=("dtype",), help='Set its "dtype" to "float32".'
        )


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

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        if arguments.get("count_weights") is not None and self.output_mode != "count":
            message = f'CategoryEncoding has no use for "count_weights" as "{self.output_mode}"'
            help_text = 'Set "output_mode" to "count", or call it without them.'
            raise Fault("invalid_value", message, help=help_text)
        self._check_weights(self.single_input(inputs).shape, arguments.get("count_weights"))
        return super().call(inputs, **arguments)

    def _check_weights(self, shape: Shape | None, weights: object) -> None:
        """Each integer is counted by its own weight; those of rank 3 broadcast."""
        weights_shape = weights.shape if isinstance(weights, Tensor) else None
        if shape is None or weights_shape is None or len(shape) > 2:
            return
        if len(weights_shape) != len(shape) or not all(map(same, weights_shape, shape)):
            message = f"The weights {show(weights_shape)} do not fit the integers {show(shape)}"
            raise Fault("incompatible_shapes", message, help="There is one for each integer.")

    def compute_output_shape(self, shape: Shape) -> Shape:
        check_counted(self, self.output_mode, shape)
        return encoded(shape, self.output_mode, self.num_tokens)


class Discretization(Layer):
    """Turns numbers into the indices of the ranges they fall into, or into vectors of those."""

    input_spec: ClassVar[InputSpec] = InputSpec(min_ndim=0)
    runtime: ClassVar[Runtime] = Runtime("numbers", casts_input=False)
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
        if self.bin_boundaries == [] and self.num_bins is not None:
            message = '"num_bins" goes with boundaries that are learned, and these are given'
            yield Problem("conflicting_fields", ("bin_boundaries",), message)
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

    def conflicts(self) -> Iterator[Problem]:
        yield from salt_problem(self, self.salt)
        if self.output_mode == "int" and self.dtype not in {None, "int32", "int64"}:
            message = f'Hashing to indices needs an integer dtype, and has "{self.dtype}"'
            help_text = 'Set "dtype" to "int64", or "output_mode" to "one_hot".'
            yield Problem("conflicting_fields", ("dtype",), message, help=help_text)

    @property
    def indices(self) -> Indices | None:
        return Indices(self.num_bins, exact=True) if self.output_mode == "int" else None

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        x = self.single_input(inputs)
        if self.mask_value is not None and self.num_bins > 1 and x.dtype is not None:
            is_text = isinstance(self.mask_value, str)
            if is_text != (x.dtype == "string"):
                message = f'"mask_value" of Hashing is {self.mask_value!r}, and it takes {x.dtype}'
                raise Fault("dtype_mismatch", message, field=("mask_value",))
        return super().call(inputs, **arguments)

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        if self.dtype is None:
            return "int64" if self.output_mode == "int" else "float32"
        return variable_dtype(self.dtype)

    def compute_output_shape(self, shape: Shape) -> Shape:
        check_counted(self, self.output_mode, shape)
        # Keras's symbolic shape of one-hot too, though the real one may have an axis more.
        return shape if self.output_mode == "int" else (*shape[:-1], self.num_bins)


def salt_problem(layer: Layer, salt: int | list[int] | None) -> Iterator[Problem]:
    """A salt is one integer or two."""
    if isinstance(salt, list) and len(salt) != 2:
        message = f'"salt" of {type(layer).__name__} must be one integer or two'
        yield Problem("invalid_value", ("salt",), message)


class HashedCrossing(Layer):
    """Crosses two features into ``num_bins`` indices by a hash, or into one-hot vectors: takes a
    list of two tensors of one shape.
    """

    runtime: ClassVar[Runtime] = Runtime(follows_policy=False)

    num_bins: Int
    output_mode: Literal["int", "one_hot"] = "int"
    sparse: Bool = False

    @classmethod
    def prepared(cls, values: dict[str, Any]) -> dict[str, Any]:
        # Keras passes over all arguments that it does not know.
        return {key: item for key, item in values.items() if key in cls.written()}

    def conflicts(self) -> Iterator[Problem]:
        if self.num_bins < 0:
            message = f'"num_bins" of HashedCrossing cannot be negative, and is {self.num_bins}'
            yield Problem("invalid_value", ("num_bins",), message)

    @property
    def indices(self) -> Indices | None:
        return Indices(self.num_bins, exact=True) if self.output_mode == "int" else None

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        self.check_arguments(arguments)
        features = [inputs] if isinstance(inputs, Tensor) else list(tensors(inputs))
        if len(features) != 2:
            raise Fault(
                "input_count", f"HashedCrossing takes two tensors, and gets {len(features)}"
            )
        one, other = (self.check_rank(x.shape) for x in features)
        for x in features:
            self._check_kind(x)
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

    def check_rank(self, shape: Shape | None) -> Shape | None:
        shape = super().check_rank(shape)
        if shape is not None and shape[1:] not in {(), (1,), (None,)}:
            # Keras makes it for any shape, and fails with the first batch.
            message = f"HashedCrossing takes (batch,) or (batch, 1), and gets {show(shape)}"
            raise Fault("incompatible_shapes", message)
        return shape

    @staticmethod
    def _check_kind(x: Tensor) -> None:
        if x.dtype is not None and not x.dtype.startswith(("int", "uint", "string")):
            message = f"HashedCrossing cannot run on {x.dtype}, only on integers and text"
            raise Fault("dtype_mismatch", message, help="Discretization makes integers of numbers.")
