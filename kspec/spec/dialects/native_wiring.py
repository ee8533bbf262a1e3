"""References between the layers of a native spec: names and their tensors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.spec.named import type_word
from kspec.spec.network import NO_NAME, TensorRef
from kspec.spec.problem import Path, Problem
from kspec.spec.shapes import Array, Structure

if TYPE_CHECKING:
    from kspec.spec.suggest import Nearest


class References:
    """Names of tensors defined so far; problems with a reference go to ``problems``.

    An unknown name is kept unchanged: a layer may refer to a later one.
    """

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.labels: dict[str, TensorRef] = {}
        self._near: Nearest | None = None

    def literal(self, value: object, path: Path) -> Structure:
        """A call argument: tensors are ``{"tensor": name}``, alone or in a list, slices
        ``{"slice": [start, stop, step]}`` (or ``"..."``) and arrays ``{"array": [1, 2]}``;
        everything else is itself.
        """
        if isinstance(value, dict) and "tensor" in value:
            return self.structure(value, path)
        if isinstance(value, dict) and "slice" in value:
            return self._slice(value["slice"], (*path, "slice"))
        if isinstance(value, dict) and "array" in value:
            return self._array(value, path) or value
        if isinstance(value, list):
            return [self.literal(item, (*path, index)) for index, item in enumerate(value)]
        return value

    def operand(self, value: object, path: Path) -> Structure:
        """Read an operand of an operation: a tensor by its name, a number as it is."""
        if isinstance(value, list):
            return [self.operand(item, (*path, index)) for index, item in enumerate(value)]
        if value is None or isinstance(value, int | float):
            return value
        is_slice = isinstance(value, dict) and "slice" in value
        return self.literal(value, path) if is_slice else self.structure(value, path)

    def structure(self, value: object, path: Path) -> Structure:
        """Names, ``{"tensor": name, "output": index}`` or arrays, in any nesting."""
        if isinstance(value, str):
            return self._reference(value, path)
        if isinstance(value, list):
            return [self.structure(item, (*path, index)) for index, item in enumerate(value)]
        if isinstance(value, dict) and "tensor" in value:
            ref = self._reference(value["tensor"], (*path, "tensor"))
            output = value.get("output", 0)
            return ref._replace(output=output) if isinstance(output, int) and output >= 0 else ref
        if isinstance(value, dict):
            array = self._array(value, path) if "array" in value else None
            return array or {key: self.structure(item, (*path, key)) for key, item in value.items()}
        return self._reference(value, path)

    def _reference(self, name: object, path: Path) -> TensorRef:
        if not isinstance(name, str):
            return self._broken(f"An input is the name of a layer, and not {type_word(name)}", path)
        return self.labels.get(name, TensorRef(name))._replace(path=path)

    def _broken(self, message: str, path: Path) -> TensorRef:
        self.problems.append(Problem("wrong_reference", path, message))
        return TensorRef(NO_NAME, path=path)

    def _array(self, value: dict[str, Any], path: Path) -> Array | None:
        """The array that an object with ``array`` is, None where these are tensors by name."""
        from kspec.spec.dialects.array_values import is_array, native_array

        return native_array(value, path, self.problems) if is_array(value) else None

    def _slice(self, bounds: object, path: Path) -> Structure:
        if bounds == "...":
            return ...
        parts = bounds if isinstance(bounds, list) else []
        whole = all(bound is None or type(bound) is int for bound in parts)
        if not whole or not 1 <= len(parts) <= 3:  # start, stop, step
            message = 'A slice is [start, stop, step], of whole numbers and nulls, or "..."'
            return self._broken(message, path)
        return slice(*parts)

    def unknown(self, name: str, path: Path) -> None:
        """Report a name that no layer has."""
        from kspec.spec.suggest import Nearest

        if self._near is None:
            self._near = Nearest(self.labels)
        problem = Problem("unknown_reference", path, f'There is no layer "{name}"')
        self.problems.append(problem.meaning(self._near.of(name)))
