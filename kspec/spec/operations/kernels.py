"""Dtypes that TensorFlow computes an operation in: Keras builds an operation for any dtype, and one
without a kernel fails with the first batch.

``kernels.json`` holds the measurements (``make kernels``), with their versions.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from inspect import signature
from typing import Literal

from kspec.named_tuple import NamedTuple
from kspec.spec import dtypes
from kspec.spec.layers.base import Layer
from kspec.spec.layers.input_types import dtype_fault
from kspec.spec.layers.layer_facts import Runtime
from kspec.spec.operations.promotion import result_type
from kspec.spec.problem import Fault
from kspec.spec.shapes import Structure, tensors

SIGNED = frozenset(("int8", "int16", "int32", "int64", "int"))

Joins = Literal["promoted", "equal", "apart"]


class Kernel(NamedTuple):
    """Dtypes that TensorFlow computes an operation in.

    ``joins`` is whether Keras makes a common dtype of the tensors, takes them in one dtype only, or
    treats each by itself. ``beside`` are the arguments apart from these, with their dtypes.
    """

    dtypes: frozenset[str] = dtypes.DTYPES
    joins: Joins = "apart"
    beside: Mapping[str, frozenset[str]] = {}


@cache
def measured() -> dict[str, Kernel]:
    """The kernels of all operations, by the names of their classes."""
    import json
    from importlib.resources import files

    table = json.loads(files(__package__).joinpath("kernels.json").read_text("utf-8"))
    sets = [frozenset(names.split()) for names in table["dtypes"]]
    return {
        name: Kernel(sets[at], joins, {key: sets[one] for key, one in beside.items()})
        for name, (at, joins, beside) in table["operations"].items()
    }


class KernelChecked(Layer, abstract=True):
    """A layer that is one call of TensorFlow."""

    @property
    def kernel(self) -> Kernel:
        """Measured dtypes of the operation; all dtypes where none were measured."""
        return measured().get(type(self).__name__, Kernel())

    @property
    def own_runtime(self) -> Runtime:
        takes_text = "string" in self.kernel.dtypes.union(*self.kernel.beside.values())
        return self.runtime if takes_text else self.runtime._replace(values="numbers")

    def check_kernel(self, args: tuple[Structure, ...], named: Mapping[str, Structure]) -> None:
        """Refuse dtypes for which TensorFlow has no kernel."""
        kernel = self.kernel
        if not kernel.dtypes:
            message = f"{self.label} cannot run: Keras fails in it with any batch"
            raise Fault("invalid_call", message, help="Put another operation in its place.")
        joined = [*args, *named.values()]
        if kernel.beside:
            by_name = {**dict(zip(signature(self.call).parameters, args, strict=False)), **named}
            for name, kinds in kernel.beside.items():
                self._check(by_name.pop(name, None), kinds)
            joined = [*by_name.values()]
        for dtype in self._common(joined):
            if dtype in dtypes.DTYPES - kernel.dtypes:
                raise dtype_fault(self, dtype)

    def _check(self, value: Structure, kinds: frozenset[str]) -> None:
        for x in tensors(value):
            if x.dtype in dtypes.DTYPES - kinds:
                raise dtype_fault(self, x.dtype)

    def _common(self, values: Iterable[Structure]) -> Iterator[str | None]:
        """The dtypes that it computes with."""
        names = {x.dtype for x in tensors([*values])}
        if self.kernel.joins == "promoted":
            names |= {type(x).__name__ for x in values if isinstance(x, int | float)}
            yield names.pop() if len(names) == 1 else result_type(*names)
            return
        if self.kernel.joins == "equal":
            self.check_equal(names)
        yield from names

    def check_equal(self, dtypes_: set[str | None]) -> None:
        """Refuse several dtypes, where Keras makes no common one of them."""
        names = sorted(dtype for dtype in dtypes_ if dtype is not None)
        if len(names) > 1:
            message = f"{self.label} takes tensors of one dtype, and gets {', '.join(names)}"
            raise Fault("dtype_mismatch", message, help="Cast them to one dtype.")
