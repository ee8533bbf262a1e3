"""The order of arguments, class by class, as Keras takes them by their places.

Run as a program, this prints the table that `kspec.spec.positions` should be.
"""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from kspec.spec import index, registry
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


def of_keras(noun: str) -> dict[str, str]:
    import keras

    module: Any = keras
    for part in MODULES[noun].split("."):
        module = getattr(module, part)
    kinds = next(
        one
        for one in vars(registry).values()
        if isinstance(one, registry.Registry) and one.noun == noun
    )
    found = {}
    for name in index.CLASSES[noun]:
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


if __name__ == "__main__":
    print(printed(), end="")  # noqa: T201 - this is what it is for
