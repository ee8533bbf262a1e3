"""JSON values as YAML writes them."""

import json
import re

from kspec.spec.suggest import literal

_PLAIN = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII).fullmatch
_NOT_PLAIN = frozenset(["null", "true", "false", "yes", "no", "on", "off", "y", "n"])
_STEP = 2


def restyled(text: str, old: str) -> str:
    """A JSON text for a place in YAML: a word without quotes, unless the old one had them."""
    if text[:1] == '"' and old[:1] not in {'"', "'"}:
        value = json.loads(text)
        return scalar(value)
    return text


def scalar(value: object) -> str:
    """A scalar or an empty collection on one line."""
    if isinstance(value, str) and _PLAIN(value) and value.lower() not in _NOT_PLAIN:
        return value
    return literal(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def is_inline(value: object) -> bool:
    """Whether a value is written on one line: scalars, and lists of nothing else."""
    if isinstance(value, list):
        return not any(isinstance(item, dict | list) for item in value)
    return not isinstance(value, dict) or not value


def block(value: object, column: int, newline: str) -> str:
    """A value in block style; its lines after the first are indented to the column."""
    if is_inline(value):
        return scalar(value)
    if isinstance(value, dict):
        lines = [field(key, item, column, newline) for key, item in value.items()]
    else:
        items = value if isinstance(value, list) else []
        lines = [f"- {block(item, column + _STEP, newline)}" for item in items]
    return f"{newline}{' ' * column}".join(lines)


def field(key: str, value: object, column: int, newline: str) -> str:
    """A key with its value, which begins on the next line where it is a collection."""
    if is_inline(value):
        return f"{scalar(key)}: {scalar(value)}"
    inner = column + _STEP
    return f"{scalar(key)}:{newline}{' ' * inner}{block(value, inner, newline)}"
