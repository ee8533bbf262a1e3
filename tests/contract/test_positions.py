"""The order of arguments, class by class, as Keras takes them by their places.

Run as a program, this prints the table that `kspec.spec.positions` should be, and with
``functions`` that of `kspec.spec.function_positions`.
"""

import inspect
import sys
from typing import Any

import pytest

from kspec.spec import index, registry
from kspec.spec.dialects.operation_functions import functions
from kspec.spec.function_positions import FUNCTIONS
from kspec.spec.positions import POSITIONS

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
HEAD = '''"""The arguments of Keras's classes in the order in which Python takes them (Keras 3.15).

The fields of a spec have no order; code gives arguments by their places. Made by
`python tests/contract/test_positions.py`, which compares it with Keras as a test.
"""

POSITIONS: dict[str, dict[str, str]] = {
'''
FUNCTIONS_HEAD = '''"""The arguments of functions of `keras.ops` in their order (Keras 3.15).

Made by `python tests/contract/test_positions.py functions`, which compares it with Keras as a test.
"""

FUNCTIONS: dict[str, str] = {
'''


def of_keras(noun: str) -> dict[str, str]:
    import keras

    module: Any = keras
    for part in MODULES[noun].split("."):
        module = getattr(module, part)
    kinds = registry.REGISTRIES[noun]
    found = {}
    for name in sorted(index.MODULES[noun]):
        cls = kinds.find(name)
        if cls is None or not hasattr(module, cls.__name__):
            continue
        parameters = list(
            inspect.signature(getattr(module, cls.__name__).__init__).parameters.values()
        )
        names = [p.name for p in parameters[1:] if p.kind is p.POSITIONAL_OR_KEYWORD]
        if names:
            found[cls.__name__] = " ".join(names)
    return found


def of_functions() -> dict[str, str]:
    """The arguments of every function of `keras.ops` that makes an operation."""
    import keras

    found = {}
    for name in functions():
        function: Any = keras
        for part in name.split(".")[1:]:
            function = getattr(function, part, None)
        if function is None:
            continue
        parameters = inspect.signature(function).parameters.values()
        names = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
        if len(names) > 1:
            found[name.removeprefix("keras.ops.")] = " ".join(names)
    return found


def test_functions() -> None:
    assert of_functions() == FUNCTIONS


@pytest.mark.parametrize("noun", MODULES)
def test_positions(noun: str) -> None:
    assert of_keras(noun) == POSITIONS[noun]


def printed() -> str:
    lines = [HEAD.rstrip("\n")]
    for noun in MODULES:
        lines.append(f'    "{noun}": {{')
        lines += [f'        "{name}": "{text}",' for name, text in sorted(of_keras(noun).items())]
        lines.append("    },")
    return "\n".join([*lines, "}", ""])


def printed_functions() -> str:
    lines = [f'    "{name}": "{text}",' for name, text in sorted(of_functions().items())]
    return "\n".join([FUNCTIONS_HEAD.rstrip("\n"), *lines, "}", ""])


if __name__ == "__main__":
    print(printed_functions() if "functions" in sys.argv else printed(), end="")  # noqa: T201 - this is what it is for
