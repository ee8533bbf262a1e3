"""Products of tensors: matrices, dots, Einstein's sums; and attention."""

import re
from typing import Annotated, ClassVar

from kspec.spec.fields import Anything, Bool, Int, Str
from kspec.spec.markers import Len
from kspec.spec.operations.base import Operation, operand
from kspec.spec.operations.promotion import result_type
from kspec.spec.shapes import Dim, Shape, Structure, Tensor, broadcast, product, same, show


class Product(Operation, abstract=True):
    """A product of two tensors."""

    def call(self, x1: Structure, x2: Structure) -> Structure:
        one, other = operand(x1), operand(x2)
        dtype = self.joined_dtype(one.dtype, other.dtype)
        if one.shape is None or other.shape is None:
            return Tensor(None, dtype)
        return Tensor(self.joined_shape(one.shape, other.shape), dtype)

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        """The dtype of the output."""
        return result_type(one, other)

    def joined_shape(self, one: Shape, other: Shape) -> Shape:
        """The shape of the output."""
        raise NotImplementedError

    def broadcast(self, one: Shape, other: Shape) -> Shape:
        """Both shapes together, a `Fault` where they do not fit."""
        shape = broadcast(one, other)
        if shape is None:
            self.misfit(one, other)
        return shape


class Matmul(Product):
    """The product of matrices; leading axes broadcast."""

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        return "int32" if one == other == "int8" else result_type(one, other)

    def joined_shape(self, one: Shape, other: Shape) -> Shape:
        if not one or not other:
            self.misfit(one, other)
        left = (1, *one) if len(one) == 1 else one
        right = (*other, 1) if len(other) == 1 else other
        if not same(left[-1], right[-2]):
            self.misfit(one, other)
        tail = (left[-2],) * (len(one) > 1) + (right[-1],) * (len(other) > 1)
        return (*self.broadcast(left[:-2], right[:-2]), *tail)


class Dot(Product):
    """The product over the last axis of one and the one before last of the other."""

    def joined_shape(self, one: Shape, other: Shape) -> Shape:
        if not one or not other:
            return self.broadcast(one, other)
        if len(one) == len(other) == 1:
            if not same(one[0], other[0]):
                self.misfit(one, other)
            return ()
        if len(other) == 1:
            if one[-1] != other[0]:
                self.misfit(one, other)
            return one[:-1]
        if not same(one[-1], other[-2]):
            self.misfit(one, other)
        return (*one[:-1], *other[:-2], other[-1])


class Tensordot(Product):
    """The product over named axes, or over a number of axes in the middle."""

    axes: Int | Annotated[list[list[Int]], Len(2, 2)] = 2

    def joined_shape(self, one: Shape, other: Shape) -> Shape:
        if isinstance(self.axes, int):
            count = self.axes
            if not 0 <= count <= min(len(one), len(other)):
                self.refuse("invalid_value", f"joins {count} axes of {show(one)} and {show(other)}")
            if not count:
                return (*one, *other)
            # TensorFlow multiplies matrices that it makes of both.
            if not same(product(one[-count:]), product(other[:count])):
                self.misfit(one, other)
            return (*one[:-count], *other[count:])
        first = self.different_axes(self.axes[0], one, "axes")
        second = self.different_axes(self.axes[1], other, "axes")
        pairs = zip(first, second, strict=False)
        if len(first) != len(second) or not all(same(one[a], other[b]) for a, b in pairs):
            self.misfit(one, other)
        rest = [dim for axis, dim in enumerate(one) if axis not in first]
        return (*rest, *(dim for axis, dim in enumerate(other) if axis not in second))


class Einsum(Operation):
    """Einstein's sum over the letters that are on the left only."""

    leads: ClassVar[str | None] = "subscripts"

    subscripts: Str

    def call(self, *operands: Structure) -> Structure:
        tensors_ = [operand(x) for x in operands]
        names = {x.dtype for x in tensors_}
        dtype = "int32" if names == {"int8"} else result_type(*(x.dtype for x in tensors_))
        left, arrow, right = self.subscripts.replace(" ", "").partition("->")
        terms = left.split(",")
        if len(terms) != len(tensors_):
            message = f'has {len(tensors_)} operands for the {len(terms)} terms of "{left}"'
            self.refuse("input_count", message, "subscripts")
        if not arrow:
            once = sorted(
                letter for letter in set(left) if letter.isalpha() and left.count(letter) == 1
            )
            right = "..." + "".join(once)
        sizes: dict[str, Dim] = {}
        shape: Shape | None = ()
        for index, (term, x) in enumerate(zip(terms, tensors_, strict=True)):
            if x.shape is None or shape is None:
                shape = None
                continue
            spread = self._spread(term, x.shape, right, sizes)
            joined = spread if index == 0 else broadcast(shape, spread)
            if joined is None:
                self.misfit(shape, x.shape)
            shape = joined
        return Tensor(shape, dtype)

    def _spread(
        self, term: str, shape: Shape, right: str, sizes_by_letter: dict[str, Dim]
    ) -> Shape:
        """Lay out an operand's shape as the output, with 1 for letters that it lacks; refuses a
        letter with two sizes.
        """
        before, dots, after = term.partition("...")
        count = len(before) + len(after)
        if (not dots and len(shape) != count) or len(shape) < count:
            message = f'has "{term}" for a tensor of the shape {show(shape)}'
            self.refuse("incompatible_shapes", message, "subscripts")
        sizes: dict[str, Dim] = dict(zip(before, shape, strict=False))
        if after:
            sizes.update(zip(after, shape[-len(after) :], strict=True))
        for letter, dim in zip(
            (*before, *after),
            (*shape[: len(before)], *shape[len(shape) - len(after) :]),
            strict=True,
        ):
            if not same(sizes_by_letter.setdefault(letter, dim), dim):
                message = f'has two sizes of "{letter}": {sizes_by_letter[letter]} and {dim}'
                self.refuse("incompatible_shapes", message, "subscripts")
        middle = shape[len(before) : len(shape) - len(after)] if dots else ()
        laid: list[Dim] = []
        for part in re.findall(r"\.\.\.|.", right):
            laid.extend(middle if part == "..." else (sizes.get(part, 1),))
        return tuple(laid)


class DotProductAttention(Operation):
    """Attention of queries to keys, with the shape of the queries."""

    is_causal: Bool = False
    flash_attention: Bool | None = None
    attn_logits_soft_cap: Anything = None

    def call(
        self,
        query: Structure,
        key: Structure,
        value: Structure,
        bias: Structure = None,
        mask: Structure = None,
        scale: Structure = None,
    ) -> Structure:
        del bias, mask, scale
        tensors_ = [operand(x) for x in (query, key, value)]
        return Tensor(tensors_[0].shape, result_type(*(x.dtype for x in tensors_)))
