"""Operations of ``keras.ops`` in a native spec, which calls them as Python does: by the name of the
function, with its arguments.
"""

from collections.abc import Mapping
from functools import cache
from inspect import signature

from kspec.spec.dialects.operation_functions import ALIASES, functions
from kspec.spec.operations.base import Operation, Undescribed
from kspec.spec.problem import Problem
from kspec.spec.registry import OPERATIONS


@cache
def function_of(class_name: str) -> str | None:
    """Function of Keras that makes an operation, None where there is none."""
    cls = ALIASES.get(class_name, class_name)
    return next((name for name, one in functions().items() if one == cls), None)


def described_by(class_name: str) -> type[Operation]:
    """Class of an operation; `Undescribed` where kspec has none."""
    operation = OPERATIONS.find(class_name)
    return operation if operation is not None and issubclass(operation, Operation) else Undescribed


@cache
def call_arguments(class_name: str) -> frozenset[str]:
    """The arguments of the function that are no fields of the operation but belong to its call."""
    cls = described_by(class_name)
    parameters = signature(cls.call).parameters.values()
    named = {item.name for item in parameters if item.kind is item.POSITIONAL_OR_KEYWORD}
    return frozenset(named - {"self", "inputs", *cls.written()})


def settled(cls: type[Operation], fields: Mapping[str, object]) -> dict[str, object]:
    """Fields that Keras's function sets before it makes the operation, whose own default
    differs.
    """
    is_open = "data_format" in cls.model_fields and fields.get("data_format") is None
    return {"data_format": "channels_last"} if is_open else {}


def unknown_function(name: str) -> Problem:
    """A function that ``keras.ops`` does not have; the path is the caller's to set."""
    from kspec.spec.suggest import nearest

    problem = Problem("unknown_layer", (), f"Keras has no operation {name}")
    return problem.meaning(nearest(name, functions()))
