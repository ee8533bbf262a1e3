"""Which dtypes TensorFlow computes an operation in: Keras builds one for any, and what has no
kernel fails with the first batch.
"""

from collections.abc import Iterable, Iterator, Mapping
from inspect import signature
from typing import ClassVar, Literal

from kspec.spec import dtypes
from kspec.spec.layers.base import Layer
from kspec.spec.operations.promotion import result_type
from kspec.spec.problem import Fault
from kspec.spec.shapes import Structure, tensors

ANYTHING = dtypes.DTYPES
FLOATS = frozenset(dtypes.FLOATS)
LARGE_FLOATS = frozenset(("float32", "float64"))
COMPLEX = frozenset(("complex64", "complex128"))
SIGNED = frozenset(("int8", "int16", "int32", "int64", "int"))
INTEGERS = SIGNED.union(dtypes.INTEGERS)
PLACES = frozenset(("int32", "int64", "int"))
TEXT = frozenset(("string",))
TRUTHS = frozenset(("bool",))
COUNTED = FLOATS | INTEGERS
REAL = COUNTED | TRUTHS
SUMMED = COUNTED | COMPLEX
NUMBERS = REAL | COMPLEX
FRACTIONS = FLOATS | COMPLEX
SOLVED = LARGE_FLOATS | COMPLEX
NOT_TEXT = ANYTHING - TEXT
NOT_EIGHT_BIT = ANYTHING.difference(dtypes.EIGHT_BIT_FLOATS)

Joins = Literal["promoted", "equal", "apart"]


class OnKernels(Layer):
    """A layer that is one call of TensorFlow."""

    abstract: ClassVar[bool] = True

    runs_in: ClassVar[frozenset[str]] = ANYTHING
    """The dtypes that TensorFlow computes it in."""

    joins: ClassVar[Joins] = "apart"
    """Whether Keras makes a common dtype of its tensors and numbers, takes them in one dtype only,
    or looks at each by itself.
    """

    beside: ClassVar[Mapping[str, frozenset[str]]] = {}
    """The arguments that stand apart from the others, and the dtypes that these may have."""

    works: ClassVar[bool] = True
    """Whether Keras can run at all on TensorFlow what it makes a part of a network."""

    @property
    def takes_text(self) -> bool:
        return not TEXT.isdisjoint(self.runs_in.union(*self.beside.values()))

    def check_kernel(self, args: tuple[Structure, ...], named: Mapping[str, Structure]) -> None:
        """Refuse what TensorFlow has no kernel for."""
        if not self.works:
            message = f"{self.label} cannot run: Keras fails in it with any batch"
            raise Fault("invalid_call", message, help="Put another operation in its place.")
        joined = [*args, *named.values()]
        if self.beside:
            given = {**dict(zip(signature(self.call).parameters, args, strict=False)), **named}
            for name, kinds in self.beside.items():
                self._check(given.pop(name, None), kinds)
            joined = [*given.values()]
        for dtype in self._common(joined):
            if dtype in ANYTHING - self.runs_in:
                raise self.cannot_run(dtype)

    def _check(self, given: Structure, kinds: frozenset[str]) -> None:
        for x in tensors(given):
            if x.dtype in ANYTHING - kinds:
                raise self.cannot_run(x.dtype)

    def _common(self, given: Iterable[Structure]) -> Iterator[str | None]:
        """The dtypes that it computes with."""
        found = {x.dtype for x in tensors([*given])}
        if self.joins == "promoted":
            found |= {type(x).__name__ for x in given if isinstance(x, int | float)}
            yield found.pop() if len(found) == 1 else result_type(*found)
            return
        if self.joins == "equal":
            self.check_equal(found)
        yield from found

    def check_equal(self, found: set[str | None]) -> None:
        """Refuse several dtypes, where Keras makes no common one of them."""
        names = sorted(dtype for dtype in found if dtype is not None)
        if len(names) > 1:
            message = f"{self.label} takes tensors of one dtype, and gets {', '.join(names)}"
            raise Fault("dtype_mismatch", message, help="Cast them to one dtype.")

    def whole(self, dtype: str | None) -> None:
        """Refuse all but integers."""
        if dtype in ANYTHING - INTEGERS:
            raise self.cannot_run(dtype)
