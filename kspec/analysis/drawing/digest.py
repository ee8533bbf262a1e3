"""Short descriptions of layers by the fields that distinguish them from others of the class."""

from collections.abc import Iterator
from typing import Any

from kspec.spec.network import Node

BARE = frozenset(("activation", "shape"))
QUIET = ("_initializer", "_regularizer", "_constraint")
"""Endings of fields that do not belong to a picture."""
LEFT_OUT = frozenset(("dtype", "trainable", "name", "vocabulary", "mean", "variance", "weights"))
LONGEST = 40
TIMES = "\N{MULTIPLICATION SIGN}"
MOST = 4


def digest(node: Node, fields: dict[str, Any]) -> str:
    """Digest of a layer's fields: the required ones without their names, then unusual ones by
    name.
    """
    if node.is_input or node.layer is None or node.layer.role == "normalization":
        return ""
    required = {
        key for key, (_, field) in type(node.layer).written().items() if field.is_required()
    }
    text = ", ".join(list(_parts(fields, required | BARE))[:MOST])
    return cut(text, LONGEST)


def cut(text: str, longest: int) -> str:
    """A text, with a mark at its end where it is too long."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _parts(fields: dict[str, Any], bare: set[str]) -> Iterator[str]:
    for key, value in sorted(fields.items(), key=lambda item: item[0] not in bare):
        if key in LEFT_OUT or key.endswith(QUIET) or value is None:
            continue
        words = key.removeprefix("use_").replace("_", " ")
        text = _value(value)
        if value is True:
            yield words
        elif value is False:
            yield f"no {words}"
        elif text:
            yield text if key in bare else f"{words} {text}"


def _value(value: object) -> str:
    """A short value in words; nothing for a long one."""
    if isinstance(value, list):
        plain = all(isinstance(item, int | float | str) for item in value)
        return TIMES.join(map(str, value)) if plain and len(value) <= MOST else ""
    if isinstance(value, dict):
        return str(value.get("type", ""))
    return str(value)
