"""Merging: several tensors into one."""

from collections.abc import Iterator
from typing import ClassVar

from kspec.spec.dtypes import family
from kspec.spec.fields import Axes, Bool, Int
from kspec.spec.layers.axes import no_axis
from kspec.spec.layers.base import Layer
from kspec.spec.layers.checks import check_arguments
from kspec.spec.layers.input_types import dtype_fault
from kspec.spec.layers.layer_facts import NO_BOOLS, Role, Runtime
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.problem import Fault, Problem
from kspec.spec.shapes import UNKNOWN, Dim, Shape, Structure, Tensor, same, show

ARITHMETIC = Runtime("numbers", NO_BOOLS)


class Merge(Layer, abstract=True):
    """Takes a list of tensors, value by value; their sizes must be equal or 1."""

    role: ClassVar[Role] = "merge"

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        check_arguments(self, arguments)
        operands = self.several(inputs)
        shapes = [x.shape for x in operands if x.shape is not None]
        self._check_kinds(operands)
        if len(shapes) < len(operands):
            return Tensor(None, self.compute_dtype)
        return Tensor(self.merged(shapes), self.compute_dtype)

    def _check_kinds(self, inputs: list[Tensor]) -> None:
        """Refuse text among numbers, and sums of bools; Keras raises with the first batch."""
        kinds = {family(self.cast_dtype(x) or "") for x in inputs if x.dtype}
        if "string" in kinds and len(kinds) > 1:
            message = f"{type(self).__name__} cannot join text and numbers"
            raise Fault("dtype_mismatch", message, help="Turn the text into numbers first.")
        if len(inputs) > 1 and kinds == {"truths"} and self.own_runtime.unsupported_kinds:
            raise dtype_fault(self, "bool")

    def several(self, inputs: Structure) -> list[Tensor]:
        """The list of inputs; Keras takes a list of one and refuses a tensor alone."""
        items = list(inputs) if isinstance(inputs, list | tuple) else []
        if isinstance(inputs, Tensor) and inputs.shape is None:
            return [inputs]
        several_tensors = [x for x in items if isinstance(x, Tensor)]
        if isinstance(inputs, Tensor) or not several_tensors or len(several_tensors) < len(items):
            got = "one tensor" if isinstance(inputs, Tensor) else "no list of tensors"
            message = f"{type(self).__name__} takes a list of tensors, and gets {got}"
            raise Fault("input_count", message, help="Name two or more layers as its inputs.")
        return several_tensors

    def merged(self, shapes: list[Shape]) -> Shape:
        """The output's shape: numpy's broadcasting behind the batch axis."""
        batches = {shape[0] for shape in shapes if shape} - {None}
        if len(batches) > 1:
            sizes = " and ".join(str(size) for size in sorted(map(int, filter(None, batches))))
            message = f"{type(self).__name__} gets different batch sizes: {sizes}"
            raise Fault("incompatible_shapes", message)
        result = shapes[0][1:]
        for shape in shapes[1:]:
            result = self._pair(result, shape, shapes)
        return (next(iter(batches), None), *result)

    def _pair(self, one: Shape, shape: Shape, shapes: list[Shape]) -> Shape:
        """The sizes so far with those of one more input."""
        other = shape[1:]
        if len(one) < len(other):
            one, other = other, one
        lead = len(one) - len(other)
        result = list(one[:lead])
        for index, (a, b) in enumerate(zip(one[lead:], other, strict=True)):
            if a is None or b is None:
                result.append(None)
            elif 1 not in {a, b} and a != b:
                raise self._apart(index - len(other), shape, shapes)
            else:
                result.append(b if a == 1 else a)
        return tuple(result)

    def _apart(self, axis: int, shape: Shape, shapes: list[Shape]) -> Fault:
        """Fault of a size that differs from that of an input before."""
        reaching = (one for one in shapes if len(one) > -axis)
        first = next(one for one in reaching if one[axis] not in {1, shape[axis]})
        message = (
            f"{type(self).__name__} cannot join {show(first)} and {show(shape)}: "
            f"axis {axis} has {first[axis]} in one and {shape[axis]} in the other"
        )
        help_ = _to_equal(axis, first[axis], shape[axis])
        return Fault("incompatible_shapes", message, help=help_)


class Add(Merge):
    """The sum of a list of tensors of one shape (sizes of 1 broadcast); keeps that shape."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("sums")
    runtime: ClassVar[Runtime] = Merge.runtime._replace(unsupported_kinds=NO_BOOLS)


class Subtract(Merge):
    """The difference of two tensors of one shape (sizes of 1 broadcast); keeps that shape."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("sums")
    runtime: ClassVar[Runtime] = ARITHMETIC

    def merged(self, shapes: list[Shape]) -> Shape:
        two(self, shapes)
        return super().merged(shapes)


class Multiply(Merge):
    """The product of a list of tensors of one shape (sizes of 1 broadcast); keeps that shape."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("multiplies")
    runtime: ClassVar[Runtime] = ARITHMETIC


class Average(Merge):
    """The mean of a list of tensors of one shape (sizes of 1 broadcast); keeps that shape."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("averages")
    runtime: ClassVar[Runtime] = ARITHMETIC


class Maximum(Merge):
    """The largest of each value in a list of tensors of one shape; the output has that shape."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("alike")
    runtime: ClassVar[Runtime] = ARITHMETIC


class Minimum(Merge):
    """The smallest of each value in a list of tensors of one shape; the output has that shape."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("alike")
    runtime: ClassVar[Runtime] = ARITHMETIC


class Concatenate(Merge):
    """Tensors one after the other along ``axis``: its sizes add up, all others must be equal."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("alike")

    axis: Int = -1

    def merged(self, shapes: list[Shape]) -> Shape:
        self._match(shapes)
        result = list(shapes[0])
        for shape in shapes[1:]:
            size = self._size(tuple(result))
            result[self.axis] = plus(size, self._size(shape)) if size is not None else None
            if result[self.axis] is None:
                break
        return tuple(result)

    def _size(self, shape: Shape) -> Dim:
        if not -len(shape) <= self.axis < len(shape):
            raise no_axis(self, self.axis, shape, ("axis",))
        return shape[self.axis]

    def _match(self, shapes: list[Shape]) -> None:
        """All sizes but those along the axis must be equal, where known."""
        rest = [self._without_axis(shape) for shape in shapes]
        first = rest[0]
        for shape, other in zip(shapes[1:], rest[1:], strict=True):
            if len(first) != len(other):
                message = (
                    f"Concatenate cannot join {show(shapes[0])} and {show(shape)}: "
                    f"they have {len(shapes[0])} and {len(shape)} axes"
                )
                help_ = "Flatten or pool the larger one, or repeat the smaller one, before."
                raise Fault("incompatible_shapes", message, help=help_)
        for index in range(len(first)):
            known: dict[Dim, Shape] = {}
            for shape, other in zip(shapes, rest, strict=True):
                if other[index] is not None:
                    known.setdefault(other[index], shape)
            if len(known) > 1:
                self._refuse(index, *list(known.items())[:2])

    def _without_axis(self, shape: Shape) -> Shape:
        if self.axis < -len(shape):
            raise no_axis(self, self.axis, shape, ("axis",))
        kept = list(shape)
        if len(kept) > self.axis:
            del kept[self.axis]
        return tuple(kept)

    def _refuse(self, index: int, one: tuple[Dim, Shape], other: tuple[Dim, Shape]) -> None:
        rank = len(one[1])
        axis = index + (index >= self.axis % rank)
        message = (
            f"Concatenate on axis {self.axis} cannot join {show(one[1])} and {show(other[1])}: "
            f"axis {axis} has {one[0]} in one and {other[0]} in the other"
        )
        help_ = f"All other sizes must be equal: {_along(axis, rank, one[1], other[1])}"
        raise Fault("incompatible_shapes", message, help=help_)


class Dot(Merge):
    """The dot product of two tensors over ``axes``: those axes go, the others of both remain."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("multiplies")
    runtime: ClassVar[Runtime] = Merge.runtime._replace(values="numbers")

    axes: Axes
    normalize: Bool = False

    def conflicts(self) -> Iterator[Problem]:
        if isinstance(self.axes, list) and len(self.axes) != 2:
            message = f'"axes" of Dot must be one axis or two, and has {len(self.axes)}'
            yield Problem("invalid_value", ("axes",), message)

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        unusable = isinstance(self.axes, list) and len(self.axes) != 2
        return UNKNOWN if unusable else super().call(inputs, **arguments)

    def merged(self, shapes: list[Shape]) -> Shape:
        two(self, shapes)
        one, other = (list(shape) for shape in shapes)
        first, second = self._axes(shapes)
        self._check_batch(shapes, (first, second))
        if one[first] != other[second]:
            message = (
                f"Dot cannot multiply {show(shapes[0])} and {show(shapes[1])}: axis {first} of "
                f"the first has {one[first]}, and axis {second} of the second {other[second]}"
            )
            known = None not in (one[first], other[second])
            kind = "incompatible_shapes" if known else "unknown_dimension"
            raise Fault(kind, message, field=("axes",), help="The two must be equal.")
        del one[first], other[second]
        if not other:
            raise Fault(
                "input_rank", f"Dot takes tensors with a batch axis, and gets {show(shapes[1])}"
            )
        result = (*one, *other[1:])
        return (*result, 1) if len(result) == 1 else result

    def _check_batch(self, shapes: list[Shape], axes: tuple[int, int]) -> None:
        """Refuse batches that differ and axes that Keras cannot multiply over; Keras raises with
        the first batch.
        """
        if all(shapes) and not same(shapes[0][0], shapes[1][0]):
            message = f"Dot gets different batch sizes: {shapes[0][0]} and {shapes[1][0]}"
            raise Fault("incompatible_shapes", message)
        for shape, axis in zip(shapes, axes, strict=True):
            if len(shape) < 2:  # the batch and something in it
                raise Fault("input_rank", f"Dot multiplies rank 2 or more, and gets {show(shape)}")
            if axis % len(shape) == 0:
                message = f"Dot cannot multiply over axis {axis} of {show(shape)}: it is the batch"
                raise Fault("invalid_value", message, field=("axes",), help="Axes count from 1.")

    def _axes(self, shapes: list[Shape]) -> tuple[int, int]:
        pair = [self.axes] * 2 if isinstance(self.axes, int) else self.axes
        if isinstance(self.axes, int) and self.axes < 0:
            pair = [self.axes % len(shape) for shape in shapes]
        for index, (axis, shape) in enumerate(zip(pair, shapes, strict=True)):
            if not -len(shape) <= axis < len(shape):
                field = ("axes",) if isinstance(self.axes, int) else ("axes", index)
                raise no_axis(self, axis, shape, field)
        return pair[0], pair[1]


def two(layer: Layer, shapes: list[Shape]) -> None:
    """Refuse any other number of inputs than two."""
    if len(shapes) != 2:
        message = f"{type(layer).__name__} takes exactly two tensors, and gets {len(shapes)}"
        raise Fault("input_count", message)


def plus(one: Dim, other: Dim) -> Dim:
    """The sum, unknown when one is."""
    return None if one is None or other is None else one + other


def _to_equal(axis: int, one: Dim, other: Dim) -> str:
    """Advice that brings two inputs to one size along an axis."""
    larger = max(one or 0, other or 0)
    if axis == -1:
        return (
            f"Give both {larger} values: a Dense layer, or a convolution with a kernel of 1, makes "
            "so many of the smaller one."
        )
    return (
        "Give both the same size: the same strides, pooling and padding on both ways, or a "
        "convolution with these strides and a kernel of 1 on the shorter one."
    )


def _along(differing: int, rank: int, one: Shape, other: Shape) -> str:
    """Advice for inputs of ``Concatenate`` that differ in another axis than the joined one."""
    places = [index for index in range(1, rank) if one[index] != other[index]]
    if places == [differing]:
        axis = -1 if differing == rank - 1 else differing
        return f'write "axis": {axis} to join along that one.'
    if differing == rank - 1:
        return "give both as many channels, or the same size along the other axes and join there."
    return "crop or pad one of them, or begin with sizes that all poolings divide."
