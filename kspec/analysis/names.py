"""Names that Keras takes, and TensorFlow below it cannot train."""

import re
from collections.abc import Iterator

from kspec.spec.network import Network
from kspec.spec.problem import Path, Problem

_SCOPE = r"(?s)(?:[A-Za-z0-9_.-]++|>(?=[A-Za-z0-9.]))*+|.*/.*"
"""Names that TensorFlow allows for a name scope (measured with Keras 3.15 on TensorFlow 2.21), and
names that Keras itself refuses, which are reported where names are read.
"""


def name_problems(network: Network) -> Iterator[Problem]:
    """The names of layers that no model can be trained with; an input opens no scope."""
    for node in network.nodes.values():
        if not (node.is_input or _is_scope(node.name)):
            yield _problem(node.field("name"), node.name)


def model_name_problems(network: Network) -> Iterator[Problem]:
    """Problems of the name of the whole model, which must be a TensorFlow scope too."""
    name = network.name
    if not _is_scope(name) or (name.startswith(("_", "-", ">")) and "/" not in name):
        yield _problem(network.name_path, name)


def _is_scope(name: str) -> bool:
    return (name.isascii() and name.isidentifier()) or re.fullmatch(_SCOPE, name) is not None


def _problem(path: Path, name: str) -> Problem:
    return Problem(
        "invalid_value",
        path,
        f'TensorFlow cannot train what has this name: "{name}"',
        'Letters without accents, digits, "_", "-" and "." are safe; begin with a letter.',
    )
