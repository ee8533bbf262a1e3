"""The order of arguments, class by class, as Keras takes them by their places.

A class whose order is not that of its fields needs a row in `kspec.spec.positions`, a function of
`keras.ops` one in `kspec.spec.function_positions`.
"""

import inspect
from typing import Any

import pytest

from kspec.spec import index, registry
from kspec.spec.dialects.operation_functions import arguments_of, functions

pytestmark = pytest.mark.contract

MODULES = {
    "layer": "layers",
    "loss": "losses",
    "metric": "metrics",
    "optimizer": "optimizers",
    "learning-rate schedule": "optimizers.schedules",
    "initializer": "initializers",
    "regularizer": "regularizers",
    "constraint": "constraints",
    "callback": "callbacks",
}


def of_keras(noun: str) -> dict[str, list[str]]:
    import keras

    module: Any = keras
    for part in MODULES[noun].split("."):
        module = getattr(module, part)
    kinds = registry.REGISTRIES[noun]
    found = {}
    for name in sorted(index.CLASSES[noun]):
        cls = kinds.find(name)
        if cls is None or not hasattr(module, cls.__name__):
            continue
        parameters = list(
            inspect.signature(getattr(module, cls.__name__).__init__).parameters.values()
        )
        names = [p.name for p in parameters[1:] if p.kind is p.POSITIONAL_OR_KEYWORD]
        if names:
            found[cls.__name__] = names
    return found


def of_functions() -> dict[str, list[str]]:
    """The arguments of every function of `keras.ops` that kspec describes."""
    import keras

    found = {}
    for name, class_name in functions().items():
        if registry.OPERATIONS.find(class_name) is None:
            continue
        function: Any = keras
        for part in name.split(".")[1:]:
            function = getattr(function, part, None)
        if function is None:
            continue
        parameters = inspect.signature(function).parameters.values()
        names = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
        if len(names) > 1:
            found[name.removeprefix("keras.ops.")] = names
    return found


def test_functions() -> None:
    for name, names in of_functions().items():
        # The first argument is the tensor, whatever its name.
        assert arguments_of(f"keras.ops.{name}")[1 : len(names)] == names[1:], name


@pytest.mark.parametrize("noun", MODULES)
def test_positions(noun: str) -> None:
    for name, names in of_keras(noun).items():
        assert registry.REGISTRIES[noun].positions(name)[: len(names)] == names, name
