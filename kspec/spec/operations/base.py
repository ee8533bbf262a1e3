"""The base of the operations of ``keras.ops``: a name, and no weights."""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar, NoReturn

from kspec.spec.dtypes import DTYPES
from kspec.spec.layers.base import Layer
from kspec.spec.layers.layer_facts import CallSpec, InputSpec
from kspec.spec.layers.weight import Weight
from kspec.spec.problem import Fault
from kspec.spec.shapes import UNKNOWN, Dim, Shape, Structure, Tensor, broadcast, show, tensors
from kspec.spec.spec_object import Serialization


class Operation(Layer, abstract=True):
    """Operation of ``keras.ops``: called on tensors and plain values, it builds nothing.

    One class describes all operations that treat shape and dtype alike; their names are its
    aliases.
    """

    input_spec: ClassVar[InputSpec] = InputSpec(min_ndim=0)
    is_layer: ClassVar[bool] = False
    call_spec: ClassVar[CallSpec] = CallSpec((), inputs_are_arguments=True)
    leads: ClassVar[str | None] = None
    """The field that the function takes before its tensors, by position."""

    serialization: ClassVar[Serialization] = Serialization(base_fields=("name",))

    def _call_of_one(self, x: Structure) -> Structure:
        """The symbolic output; operations of several tensors override this with Keras's own
        signature.
        """
        if not isinstance(x, Tensor):
            self.refuse("invalid_call", "takes one tensor")
        return self.of(x)

    call: ClassVar[Callable[..., Structure]] = _call_of_one

    def __call__(self, *args: Structure, **arguments: Structure) -> Structure:
        if self.dtype is not None and self.dtype not in DTYPES:
            self.refuse("invalid_value", f'gives no tensor of the dtype "{self.dtype}"', "dtype")
        output = super().__call__(*args, **arguments)
        if next(tensors(output), None) is None:
            self.refuse("invalid_value", "gives no tensor")
        for x in tensors(output):
            if not all(_is_size(dim) for dim in x.shape or ()):
                self.refuse("invalid_value", f"would give a tensor of the shape {x.shape}")
        return output

    def of(self, x: Tensor) -> Structure:
        """The output for one tensor."""
        shape = None if x.shape is None else self.check_rank(x.shape)
        if shape is None:
            return Tensor(None, self.output_dtype(x))
        return Tensor(self.compute_output_shape(shape), self.output_dtype(x))

    def output_dtype(self, x: Tensor) -> str | None:
        return x.dtype

    def weights(self, *args: Structure, **kwargs: Structure) -> Iterator[Weight]:
        del args, kwargs
        yield from ()

    @property
    def has_weights(self) -> bool:
        return False

    def refuse(self, kind: str, message: str, field: str | None = None) -> NoReturn:
        """Raise a `Fault` where Keras raises."""
        raise Fault(kind, f"{self.label} {message}", field=() if field is None else (field,))

    @property
    def label(self) -> str:
        return f'The operation "{self.name}"' if self.name else "This operation"

    def axis_of(self, axis: object, rank: int, field: str | None = "axis") -> int:
        """An axis counted from 0, out of range a `Fault`."""
        if not isinstance(axis, int) or not -rank <= axis < rank:
            self.refuse("invalid_value", f"has the axis {axis} on a tensor of rank {rank}", field)
        return axis % rank

    def axes_of(self, axes: object, rank: int, field: str | None = "axis") -> tuple[int, ...]:
        """Axes counted from 0, out of range a `Fault`."""
        several = axes if isinstance(axes, list | tuple) else [axes]
        return tuple(self.axis_of(axis, rank, field) for axis in several)

    def different_axes(self, axes: object, shape: Shape, field: str = "axis") -> tuple[int, ...]:
        """Axes counted from 0, none named twice that is longer than 1: others TensorFlow drops."""
        positive = self.axes_of(axes, len(shape), field)
        if any(positive.count(axis) > 1 and shape[axis] not in {1, None} for axis in positive):
            self.refuse("invalid_value", f"names an axis twice: {axes}", field)
        return positive

    def without(self, shape: Shape, axes: tuple[int, ...]) -> Shape:
        """A shape without some axes, deleted one by one as Keras does: an axis that is named
        twice takes its neighbour with it.
        """
        dims = list(shape)
        for axis in sorted(axes, reverse=True):
            if axis >= len(dims):
                self.refuse("invalid_value", f"drops the axes {axes} of {show(shape)}", "axis")
            del dims[axis]
        return tuple(dims)

    def stretched(self, *values: Structure) -> Shape | None:
        """Broadcast shape of all tensors; None where one is unknown."""
        joined: Shape = ()
        for x in tensors(values):
            shape = None if x.shape is None else broadcast(joined, x.shape)
            if x.shape is None:
                return None
            if shape is None:
                self.misfit(joined, x.shape)
            joined = shape
        return joined

    def misfit(self, one: Shape, other: Shape) -> NoReturn:
        """Refuse two shapes that do not go together."""
        self.refuse("incompatible_shapes", f"cannot join {show(one)} and {show(other)}")


class Undescribed(Operation, abstract=True):
    """An operation that Keras has and kspec does not describe: its output is unknown."""

    @classmethod
    def prepared(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in values.items() if key == "name"}

    @property
    def opaque(self) -> bool:
        return True

    def call(self, *args: Structure, **kwargs: Structure) -> Structure:
        del args, kwargs
        return UNKNOWN


def _is_size(dim: object) -> bool:
    return dim is None or (isinstance(dim, int) and dim >= 0)


def as_tensor(value: Structure) -> Tensor:
    """An argument that must be a tensor: Keras asks a plain number for its shape, and fails."""
    if isinstance(value, Tensor):
        return value
    message = "This operation takes tensors only"
    raise Fault("invalid_call", message)


def operand(value: Structure) -> Tensor:
    """An argument as a tensor: a plain number is one of rank 0 with a dtype that gives way, and of
    the stack that Keras makes of a list nothing is known.
    """
    if isinstance(value, Tensor):
        return value
    if isinstance(value, list | tuple):
        return UNKNOWN
    if isinstance(value, bool):
        return Tensor((), "bool")
    if isinstance(value, int | float):
        return Tensor((), type(value).__name__)
    message = "An operation takes tensors and numbers only"
    raise Fault("invalid_call", message)


def shape_of(indices: Structure) -> Shape | None:
    """The shape of places: of a tensor, or of lists of numbers."""
    if isinstance(indices, Tensor):
        return indices.shape
    shape: list[Dim] = []
    while isinstance(indices, list | tuple):
        shape.append(len(indices))
        indices = indices[0] if indices else None
    return tuple(shape)


def same_but(one: Shape, other: Shape, *axes: int) -> bool:
    """Whether shapes may be equal, except for some axes."""
    return len(one) == len(other) and all(
        index in axes or a is None or b is None or a == b
        for index, (a, b) in enumerate(zip(one, other, strict=True))
    )


def flat(shape: Shape) -> Shape:
    """All elements in one row."""
    size = 1
    for dim in shape:
        if dim is None:
            return (None,)
        size *= dim
    return (size,)
