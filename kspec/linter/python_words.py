"""What a rule says in the notation of a spec, in that of Python."""

from __future__ import annotations

import re

_VALUE = r'"[^"{}]*"|true|false|null|-?\d[\d.e-]*|\[[^\[\]{}]*\]'
_OBJECT = re.compile(rf'\{{"type": "(\w+)"((?:, "\w+": (?:{_VALUE}|\.\.\.))*)\}}')
_FIELD = re.compile(rf'"(\w+)": ({_VALUE}|\.\.\.)')
_SET = re.compile(r'"(\w+)" to (true|false)\b')
_SHAPE = re.compile(r'\{"shape": (\[[^\[\]{}]*\])\}')
_CONSTANT = re.compile(r"\b(?:true|false|null)\b")
_CONSTANTS = {"true": "True", "false": "False", "null": "None"}


def in_python(text: str) -> str:
    """A sentence with objects and fields of a spec as calls and arguments."""
    if '"' not in text:
        return text
    text = _SHAPE.sub(lambda match: f"Input(shape={_value(match[1])})", text)
    text = _OBJECT.sub(lambda match: f"{match[1]}({_arguments(match[2])})", text)
    text = _FIELD.sub(lambda match: f"{match[1]}={_value(match[2])}", text)
    return _SET.sub(lambda match: f"{match[1]}={_value(match[2])}", text)


def _arguments(fields: str) -> str:
    return ", ".join(f"{match[1]}={_value(match[2])}" for match in _FIELD.finditer(fields))


def _value(text: str) -> str:
    if text.startswith('"'):
        return text
    return _CONSTANT.sub(lambda match: _CONSTANTS[match[0]], text)
