"""Calls of layers in a Keras file: ``inbound_nodes``, as Keras 3 and Keras 2 write them."""

from collections.abc import Callable, Mapping
from typing import Any, TypeGuard

from kspec.spec.dtypes import DTYPES
from kspec.spec.named import type_word
from kspec.spec.network import Call, TensorRef
from kspec.spec.problem import Path, Problem
from kspec.spec.shapes import Structure, Tensor
from kspec.spec.written import Written, note

Resolver = Callable[[str, int, int, Path], TensorRef]
"""Function from a layer's name in the file, a call, an output and a path to a reference in the
network.
"""


TRIPLE = ("layer", "call", "output")


class CallReader:
    """Reads the calls of a model's layers; appends to ``problems``, and to the tensors ``written``
    in the file.
    """

    def __init__(self, resolve: Resolver, problems: list[Problem], written: Written) -> None:
        self.resolve = resolve
        self.problems = problems
        self.written = written

    def read(self, value: object, path: Path) -> Call | None:
        """Read an entry of ``inbound_nodes``; None where it makes no call."""
        if not value:
            help_ = "Name the tensors that it takes, or remove this entry."
            self._report("missing_field", path, "This call has no inputs", help_)
        elif isinstance(value, list):
            return self._of_keras_2(value, path)
        elif not isinstance(value, dict):
            self._report("wrong_type", path, f"A call is an object, and not {type_word(value)}")
        else:
            return self._of_keras_3(value, path)
        return None

    def _report(self, kind: str, path: Path, message: str, help_: str = "") -> None:
        self.problems.append(Problem(kind, path, message, help_))

    def _of_keras_3(self, value: Mapping[str, object], path: Path) -> Call | None:
        args, kwargs = value.get("args"), value.get("kwargs")
        if not isinstance(args, list) or not isinstance(kwargs, dict):
            message = 'A call has "args", which is a list, and "kwargs", which is an object'
            self._report("wrong_type", path, message)
            return None
        positional = [self._structure(item, (*path, "args", at)) for at, item in enumerate(args)]
        named = {key: self._structure(kwargs[key], (*path, "kwargs", key)) for key in kwargs}
        return Call(tuple(positional), named, (*path, "args"))

    def _of_keras_2(self, value: list[object], path: Path) -> Call | None:
        """``[[layer, call, output, arguments], ...]``: the arguments of the last one hold."""
        if is_reference(value):
            message = "This call is written without the list around its inputs"
            help_ = "Write [[layer, call, output, arguments]]: Keras 3 reads no other."
            self._report("wrong_type", path, message, help_)
            ref = self.reference(value, path)
            return None if ref is None else Call((ref,), {}, path)
        refs: list[TensorRef] = []
        arguments: object = {}
        for index, item in enumerate(value):
            place = (*path, index)
            if not isinstance(item, list) or len(item) not in {3, 4}:
                message = "An input of a call is [layer, call, output, arguments]"
                self._report("wrong_type", place, message)
                continue
            ref = self.reference(item, place)
            if ref is not None:
                refs.append(ref)
            arguments = item[3] if len(item) > len(TRIPLE) else {}
        if not isinstance(arguments, dict):
            self._report("wrong_type", (*path, len(value) - 1, 3), "Arguments must be an object")
            arguments = {}
        if not refs:
            return None
        return Call((refs[0] if len(refs) == 1 else refs,), dict(arguments), path)

    def _structure(self, value: object, path: Path) -> Structure:
        if isinstance(value, list):
            return [self._structure(item, (*path, index)) for index, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        if "class_name" in value and "config" in value:
            return self._object(value, path)
        return {key: self._structure(item, (*path, key)) for key, item in value.items()}

    def _object(self, value: Mapping[str, object], path: Path) -> Structure:
        name, config = value["class_name"], value["config"]
        if not isinstance(config, dict):
            return ... if name == "__ellipsis__" else dict(value)
        if name == "__keras_tensor__":
            return self._tensor(config, (*path, "config"))
        if name == "__slice__":
            return self._slice(config, (*path, "config"))
        if name in ("__numpy__", "__tensor__"):
            from kspec.spec.dialects.array_values import read_array

            return read_array(value, (*path, "config"), self.problems)
        return ... if name == "__ellipsis__" else dict(value)

    def _tensor(self, config: Mapping[str, object], path: Path) -> Structure:
        shape, dtype = config.get("shape"), config.get("dtype", ...)
        if not is_shape(shape) or not (dtype is None or str(dtype) in DTYPES):
            message = 'A tensor has a "shape", which is a list of sizes and nulls, and a "dtype"'
            self._report("wrong_type", path, message)
            shape = None
        history = config.get("keras_history")
        if not isinstance(history, list) or len(history) < len(TRIPLE):
            self._report("wrong_type", path, 'A tensor has "keras_history": [layer, call, output]')
            return None
        ref = self.reference(history, (*path, "keras_history"))
        if ref is not None and is_shape(shape):
            note(self.written, ref, Tensor(tuple(shape), None if dtype is None else str(dtype)))
        return ref

    def _slice(self, config: Mapping[str, object], path: Path) -> Structure:
        keys = ("start", "stop", "step")
        if not config.keys() >= set(keys):
            self._report("missing_field", path, 'A slice has a "start", a "stop" and a "step"')
        return slice(*(self._structure(config.get(key), path) for key in keys))

    def reference(self, value: list[object], path: Path) -> TensorRef | None:
        """The tensor of ``[layer, call, output]``; None where these are not a name and two
        integers.
        """
        match value[:3]:
            case str(name), int(call), int(output):
                return self.resolve(name, int(call), int(output), path)
        message = "This must be [layer, call, output]: a name, and two numbers counted from 0"
        self._report("wrong_type", path, message)
        return None

    def structure_of_references(self, value: object, path: Path) -> Structure:
        """Read ``input_layers`` or ``output_layers``: triples, alone or nested."""
        if is_triple(value):
            return self.reference(value, path)
        if isinstance(value, list):
            items = (
                self.structure_of_references(item, (*path, index))
                for index, item in enumerate(value)
            )
            return [item for item in items if item is not None]
        if isinstance(value, dict):
            return {
                key: self.structure_of_references(item, (*path, key)) for key, item in value.items()
            }
        message = f"This must be [layer, call, output], and is {type_word(value)}"
        self._report("wrong_type", path, message)
        return None


def is_triple(value: object) -> TypeGuard[list[Any]]:
    """Whether a value is a reference and no list of them, by Keras's test."""
    return isinstance(value, list) and len(value) == len(TRIPLE) and isinstance(value[0], str)


def is_reference(value: list[object]) -> bool:
    """Whether a list is one input of a call, as Keras 2 wrote the calls of operations."""
    numbers = value[1 : len(TRIPLE)]
    return isinstance(value[0], str) and [type(item) for item in numbers] == [int, int]


def is_shape(value: object) -> TypeGuard[list[int | None]]:
    """Whether Keras takes a value as a shape."""
    return isinstance(value, list) and not [
        item for item in value if item is not None and not (isinstance(item, int) and item >= 0)
    ]
