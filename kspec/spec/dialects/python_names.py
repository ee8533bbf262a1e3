"""The names in a module of Python: variables, and those that Keras gives to operations."""

import builtins
import re
from collections.abc import Iterator
from keyword import iskeyword

from kspec.spec.dialects.integrity import models_in
from kspec.spec.dialects.python_text import quoted
from kspec.spec.naming import snake_case
from kspec.spec.network import Network, Node

MOST = 10_000
"""Number from which on a name is no automatic one of Keras."""


def passing_over(network: Network) -> list[str]:
    """Statements after which Keras names no operation as a layer is named: it counts its own names,
    and not those that are given to layers.
    """
    nodes = list(_nodes(network))
    bases = {snake_case(node.class_name) for node in nodes if node.is_operation}
    highest: dict[str, int] = {}
    for node in nodes:
        base, number = _counted(node.name)
        if not node.is_operation and base in bases and number < MOST:
            highest[base] = max(number, highest.get(base, 0))
    if not highest:
        return []
    return [
        "# Operations are named by Keras, and these names belong to layers.",
        f"for name, last in {quoted(highest)}.items():",
        "    while keras.backend.get_uid(name) <= last:",
        "        pass",
        "",
    ]


def _nodes(network: Network) -> Iterator[Node]:
    for node in network.nodes.values():
        yield node
        for model in models_in(node.layer):
            yield from _nodes(model.network)


def _counted(name: str) -> tuple[str, int]:
    """``add_2`` as ``add`` and 2."""
    match = re.fullmatch(r"(.+?)_([1-9]\d*)", name, re.ASCII)
    return (match[1], int(match[2])) if match else (name, 0)


class Names:
    """The variables of one module: each is new, and hides nothing that the module calls."""

    def __init__(self) -> None:
        self.taken = {"keras", "layers", "model"}

    def fresh(self, name: str) -> str:
        """Create a variable named after an object."""
        base = variable = _identifier(name)
        count = 1
        while variable in self.taken:
            count += 1
            variable = f"{base}_{count}"
        self.taken.add(variable)
        return variable


def _identifier(name: str) -> str:
    plain = re.sub(r"\W", "_", name, flags=re.ASCII)
    safe = plain if plain[:1].isalpha() else f"x_{plain}"
    return f"{safe}_" if iskeyword(safe) or hasattr(builtins, safe) else safe
