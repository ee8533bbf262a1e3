"""Operations on two tensors that run on sparse ones; TensorFlow stretches none of these."""

from typing import ClassVar

from kspec.spec.layers.effect import Effect
from kspec.spec.operations import kernels
from kspec.spec.operations.base import same_but
from kspec.spec.operations.binary import Arithmetic, Quotient
from kspec.spec.operations.kernels import OnKernels
from kspec.spec.problem import Fault
from kspec.spec.shapes import Tensor, show

_ADDED = kernels.SIGNED | kernels.LARGE_FLOATS | kernels.COMPLEX


class Multiply(Arithmetic):
    """Products: of a sparse tensor the values that it has, times those in their places."""

    runs_in: ClassVar[frozenset[str]] = kernels.SUMMED
    runs_on_sparse: ClassVar[bool] = True

    def check_pair(self, one: Tensor, other: Tensor) -> None:
        if one.sparse and other.sparse:
            check_alike(self, one, other)
        else:
            check_reach(self, *((one, other) if one.sparse else (other, one)))


class Larger(Arithmetic):
    """The larger and the smaller of each pair: a sparse tensor beside another is made dense."""

    runs_on_sparse: ClassVar[bool] = True
    aliases: ClassVar[tuple[str, ...]] = ("Maximum", "Minimum")

    def check_pair(self, one: Tensor, other: Tensor) -> None:
        if one.sparse and other.sparse:
            self.check_equal({one.dtype, other.dtype})
            check_alike(self, one, other)


class Additive(Arithmetic):
    """Sums and differences, of sparse tensors in one dtype only."""

    runs_in: ClassVar[frozenset[str]] = kernels.SUMMED
    runs_on_sparse: ClassVar[bool] = True
    on_values: ClassVar[Effect] = "sums"
    aliases: ClassVar[tuple[str, ...]] = ("Subtract",)

    def check_pair(self, one: Tensor, other: Tensor) -> None:
        numbers = {"int": "int32", "float": "float32"}
        found = {numbers.get(x.dtype or "", x.dtype) for x in (one, other)}
        self.check_equal(found)
        if () not in {one.shape, other.shape}:
            check_alike(self, one, other)
        kinds = _ADDED if one.sparse and other.sparse else self.added
        for dtype in found:
            if dtype is not None and dtype not in kinds:
                raise self.cannot_run(dtype)

    @property
    def added(self) -> frozenset[str]:
        """The dtypes in which it takes a sparse tensor beside one that is not."""
        return _ADDED | kernels.FLOATS


class Add(Additive):
    """Sums; texts one after the other."""

    runs_in: ClassVar[frozenset[str]] = kernels.SUMMED | kernels.TEXT

    @property
    def added(self) -> frozenset[str]:
        return kernels.SUMMED


class Divide(Quotient):
    """The quotient: a sparse tensor below the line is made dense."""

    runs_on_sparse: ClassVar[bool] = True
    aliases: ClassVar[tuple[str, ...]] = ("TrueDivide",)

    def check_pair(self, one: Tensor, other: Tensor) -> None:
        if one.sparse and not other.sparse:
            if other.dtype == "bool":
                raise self.cannot_run(other.dtype)
            check_reach(self, one, other)


def check_alike(operation: OnKernels, one: Tensor, other: Tensor) -> None:
    """Refuse a sparse tensor that would have to be stretched."""
    if one.shape is not None and other.shape is not None and not same_but(one.shape, other.shape):
        raise unstretched(operation, one, other)


def check_reach(operation: OnKernels, sparse: Tensor, dense: Tensor) -> None:
    """Refuse a tensor that has no values in the places of a sparse one."""
    if sparse.shape is None or not dense.shape:
        return
    sizes = zip(sparse.shape, dense.shape, strict=False)
    short = any(b is not None and b < (a or b) for a, b in sizes)
    if short or len(sparse.shape) != len(dense.shape):
        raise unstretched(operation, sparse, dense)


def unstretched(operation: OnKernels, one: Tensor, other: Tensor) -> Fault:
    """What to say of sparse tensors that would have to be stretched."""
    message = (
        f"{operation.label} cannot stretch a sparse tensor: "
        f"it gets {show(one.shape)} and {show(other.shape)}"
    )
    return Fault("dtype_mismatch", message, help="Give both one shape, or make it dense before.")
