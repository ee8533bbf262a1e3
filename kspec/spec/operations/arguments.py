"""The arguments of operations: Keras takes any when it makes one, and TensorFlow looks at them with
the first batch.
"""

from collections.abc import Mapping
from typing import ClassVar, NoReturn

from kspec.spec.layers.masks import fits
from kspec.spec.operations.kernels import OnKernels
from kspec.spec.problem import Fault
from kspec.spec.shapes import Shape


class Argued(OnKernels):
    """A call of TensorFlow with other arguments than tensors."""

    abstract: ClassVar[bool] = True

    numbers: ClassVar[tuple[str, ...]] = ()
    """The fields that it computes with: a number, or a row of them that stretches to its tensor."""

    scalars: ClassVar[tuple[str, ...]] = ()
    """The fields that are one number."""

    wholes: ClassVar[tuple[str, ...]] = ()
    """The fields that are one integer."""

    truths: ClassVar[tuple[str, ...]] = ()
    """The fields that are true or false, and no number in their place."""

    stretches: ClassVar[bool] = True
    """Whether a row of numbers must stretch to the first tensor."""

    words: ClassVar[Mapping[str, tuple[str | None, ...]]] = {}
    """The fields that choose among words."""

    def check_fields(self, shape: Shape | None) -> None:
        """Refuse fields that it cannot compute with, beside a first tensor of a shape."""
        for name in self.numbers:
            value = getattr(self, name)
            self._check_field(
                name, value, is_right=not isinstance(value, str | dict), what="a number"
            )
            row = isinstance(value, list) and not any(isinstance(one, list) for one in value)
            if row and self.stretches and shape is not None and not fits((len(value),), shape):
                self._no(name, f"a row of {len(value)} numbers does not stretch to {shape}")
        for name in self.scalars:
            value = getattr(self, name)
            self._check_field(
                name, value, is_right=isinstance(value, int | float), what="one number"
            )
        for name in self.wholes:
            value = getattr(self, name)
            self._check_field(name, value, is_right=isinstance(value, int), what="an integer")
        for name in self.truths:
            if not isinstance(getattr(self, name), bool | None):
                self._no(name, "it is true or false")
        for name, known in self.words.items():
            if getattr(self, name) not in known:
                self._no(name, f"it is one of {', '.join(map(str, known))}")

    def _check_field(self, name: str, value: object, *, is_right: bool, what: str) -> None:
        left_out = value is None and type(self).model_fields[name].default is None
        if not left_out and (value is None or not is_right):
            self._no(name, f"it is {what}")

    def _no(self, name: str, why: str) -> NoReturn:
        message = f'{self.label} cannot run with "{name}" {getattr(self, name)!r}: {why}'
        raise Fault("invalid_value", message, field=(name,))
