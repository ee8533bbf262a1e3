"""Operations that take tensors apart."""

from kspec.spec.fields import Axes, Int
from kspec.spec.operations.base import Operation
from kspec.spec.shapes import UNKNOWN, Dim, Structure, Tensor, show

_MANY = 10_000
"""More parts than this are not listed one by one."""


class Split(Operation):
    """Parts of a tensor along an axis: a number of equal ones, or cut at indices."""

    indices_or_sections: Axes
    axis: Int = 0

    def of(self, x: Tensor) -> Structure:
        cuts = self.indices_or_sections
        if not isinstance(cuts, int) and not cuts:
            self.refuse("invalid_value", "cuts at no place", "indices_or_sections")
        count = cuts if isinstance(cuts, int) else len(cuts) + 1
        if count > _MANY:
            return UNKNOWN
        if x.shape is None:
            return [Tensor(None, x.dtype) for _ in range(count)]
        axis = self.axis_of(self.axis, len(x.shape))
        sizes = self._sizes(x.shape[axis], count)
        before, after = x.shape[:axis], x.shape[axis + 1 :]
        return [Tensor((*before, size, *after), x.dtype) for size in sizes]

    def _sizes(self, size: Dim, count: int) -> list[Dim]:
        cuts = self.indices_or_sections
        if not isinstance(cuts, int):
            bounds: list[Dim] = [*cuts, size]
            starts: list[Dim] = [0, *cuts]
            sizes = [
                None if end is None or start is None else end - start
                for start, end in zip(starts, bounds, strict=True)
            ]
            if any(part is not None and part < 0 for part in sizes):
                message = f"cuts an axis of {size} at {cuts}"
                self.refuse("incompatible_shapes", message, "indices_or_sections")
            return sizes
        if size is not None and (count == 0 or size % count):
            message = f"cuts an axis of {size} into {count} equal parts"
            self.refuse("incompatible_shapes", message, "indices_or_sections")
        return [None if size is None else size // count] * count


class Unstack(Operation):
    """The slices of a tensor along an axis."""

    num: Int | None = None
    axis: Int = 0

    def of(self, x: Tensor) -> Structure:
        if x.shape is None:
            return Tensor(None, None)
        axis = self.axis_of(self.axis, len(x.shape))
        count = x.shape[axis] if self.num is None else self.num
        if count is None:
            self.refuse("unknown_dimension", f"cannot count the slices of {show(x.shape)}", "num")
        if x.shape[axis] is not None and count != x.shape[axis]:
            self.refuse("incompatible_shapes", f"gives all slices, and {count} are asked", "num")
        if count > _MANY:
            return UNKNOWN
        return [Tensor((*x.shape[:axis], *x.shape[axis + 1 :]), x.dtype) for _ in range(count)]
