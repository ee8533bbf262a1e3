"""Operations that put tensors together, or pick from them."""

from typing import ClassVar

from kspec.spec.fields import Int
from kspec.spec.layers.layer_facts import CallSpec
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.operations.base import Operation, operand, same_but, shape_of
from kspec.spec.operations.promotion import result_type
from kspec.spec.shapes import Dim, Shape, Structure, Tensor, broadcast, show


class Concatenation(Operation, abstract=True):
    """A list of tensors made one."""

    call_spec: ClassVar[CallSpec] = Operation.call_spec._replace(inputs_are_arguments=False)

    def joined(self, xs: Structure) -> Structure:
        """The output for a list of tensors."""
        if not isinstance(xs, list | tuple) or not xs or isinstance(xs, Tensor):
            self.refuse("invalid_call", "takes a list of tensors")
        parts = [operand(x) for x in xs]
        dtype = result_type(*(part.dtype for part in parts))
        shapes = [part.shape for part in parts if part.shape is not None]
        if len(shapes) < len(parts):
            return Tensor(None, dtype)
        return Tensor(self.joined_shape(shapes), dtype)

    def joined_shape(self, shapes: list[Shape]) -> Shape:
        """The output's shape."""
        raise NotImplementedError

    def along(self, shapes: list[Shape], axis: int) -> Shape:
        """Shapes put together along an axis; all else must be the same."""
        first = shapes[0]
        total: Dim = 0
        for shape in shapes:
            if not same_but(shape, first, axis):
                self.misfit(first, shape)
            size = shape[axis]
            total = None if total is None or size is None else total + size
        return (*first[:axis], total, *first[axis + 1 :])


class Concatenate(Concatenation):
    """Tensors one after the other along an axis."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("alike")

    axis: Int = 0

    def call(self, xs: Structure) -> Structure:
        return self.joined(xs)

    def joined_shape(self, shapes: list[Shape]) -> Shape:
        return self.along(shapes, self.axis_of(self.axis, len(shapes[0])))


class Stack(Concatenation):
    """Tensors of one shape along a new axis."""

    axis: Int = 0

    def call(self, x: Structure) -> Structure:
        return self.joined(x)

    def joined_shape(self, shapes: list[Shape]) -> Shape:
        first = shapes[0]
        axis = self.axis_of(self.axis, len(first) + 1)
        for shape in shapes:
            if not same_but(shape, first):
                self.misfit(first, shape)
        return (*first[:axis], len(shapes), *first[axis:])


class GetItem(Operation):
    """The elements that square brackets select: positions, slices, new axes."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")
    call_spec: ClassVar[CallSpec] = CallSpec((), inputs_are_arguments=True, in_brackets=True)

    def call(self, x: Structure, key: Structure) -> Structure:
        whole = operand(x)
        keys = list(key) if isinstance(key, list | tuple) else [key]
        if not isinstance(key, list | tuple | int) or keys.count(...) > 1:
            self.refuse("invalid_call", "cannot pick by this key")
        if whole.shape is None:
            return Tensor(None, whole.dtype)
        if ... not in keys:
            keys.append(...)
        return Tensor(self._picked(whole.shape, keys), whole.dtype)

    def _picked(self, shape: Shape, keys: list[object]) -> Shape:
        unread, picked = list(shape), list[Dim]()
        for index, key in enumerate(keys):
            if key is ...:
                rest = [other for other in keys[index + 1 :] if other is not None]
                count = len(unread) - len(rest)
                picked, unread = picked + unread[:count], unread[count:]
            elif key is None:
                picked.append(1)
            elif not unread:
                self.refuse("invalid_call", f"has more keys than {show(shape)} has axes")
            else:
                picked.extend(self._of_axis(unread.pop(0), key, shape))
        return tuple(picked)

    def _of_axis(self, size: Dim, key: object, shape: Shape) -> list[Dim]:
        ends = (key.start, key.stop, key.step) if isinstance(key, slice) else (key,)
        if not all(isinstance(end, int | None) for end in ends):
            self.refuse("invalid_call", "picks by whole numbers and slices only")
        if isinstance(key, slice):
            if key.step == 0:
                self.refuse("invalid_call", "steps by 0")
            return [None if size is None else len(range(*key.indices(size)))]
        if isinstance(key, int) and size is not None and not -size <= key < size:
            self.refuse("invalid_call", f"picks place {key} of {show(shape)}, which has none")
        return []


class Take(Operation):
    """The elements at some places of an axis."""

    axis: Int | None = None

    def call(self, x: Structure, indices: Structure) -> Structure:
        whole, at = operand(x), shape_of(indices)
        if whole.shape is None or at is None:
            return Tensor(None, whole.dtype)
        axis = None if self.axis is None else self.axis_of(self.axis, len(whole.shape))
        if axis is None:
            return Tensor(at, whole.dtype)
        return Tensor((*whole.shape[:axis], *at, *whole.shape[axis + 1 :]), whole.dtype)


class TakeAlongAxis(Operation):
    """The elements along an axis at the indices of each position."""

    axis: Int | None = None

    def call(self, x: Structure, indices: Structure) -> Structure:
        whole, at = operand(x), operand(indices).shape
        if whole.shape is None or at is None:
            return Tensor(None, whole.dtype)
        shape = whole.shape
        if self.axis is None:
            shape = (None,) if None in shape else (1,)
        if len(shape) != len(at):
            self.misfit(whole.shape, at)
        axis = 0 if self.axis is None else self.axis_of(self.axis, len(shape))
        shape = (*shape[:axis], at[axis], *shape[axis + 1 :])
        joined = broadcast(shape, at)
        if joined is None:
            self.misfit(whole.shape, at)
        return Tensor(joined, whole.dtype)


class Where(Operation):
    """Elements of one tensor or another, by a condition."""

    def call(self, condition: Structure, x1: Structure, x2: Structure) -> Structure:
        one, other = (Tensor((), "int") if x is None else operand(x) for x in (x1, x2))
        dtype = result_type(one.dtype, other.dtype)
        return Tensor(self.stretched(operand(condition), one, other), dtype)
