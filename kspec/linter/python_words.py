"""Translation of messages from the notation of a spec into that of Python."""

import re

_VALUE = r'"[^"{}]*"|true|false|null|-?\d[\d.e-]*|\[[^\[\]{}]*\]'
_OBJECT = rf'\{{"type": "(\w+)"((?:, "\w+": (?:{_VALUE}|\.\.\.))*)\}}'
_FIELD = rf'"(\w+)": ({_VALUE}|\.\.\.)'
_MAPPING_OR_FIELD = rf"{_FIELD}|\{{[^{{}}]*\}}"
_SET = r'"(\w+)" to (true|false)\b'
_SHAPE = r'\{"shape": (\[[^\[\]{}]*\])\}'
_CONSTANT = r"\b(?:true|false|null)\b"
_CONSTANTS = {"true": "True", "false": "False", "null": "None"}


def in_python(text: str) -> str:
    """A sentence with objects and fields of a spec as calls and arguments."""
    if '"' not in text:
        return text
    text = re.sub(_SHAPE, lambda match: f"Input(shape={_value(match[1])})", text)
    text = re.sub(_OBJECT, lambda match: f"{match[1]}({_arguments(match[2])})", text)
    text = re.sub(_MAPPING_OR_FIELD, _mapping_or_field, text)
    return re.sub(_SET, lambda match: f"{match[1]}={_value(match[2])}", text)


def _mapping_or_field(match: re.Match[str]) -> str:
    """A mapping stays one, with numbers as keys where they are written as texts."""
    if match[1] is not None:
        return f"{match[1]}={_value(match[2])}"
    return re.sub(r'"(\d+)":', r"\1:", _value(match[0]))


def _arguments(fields: str) -> str:
    return ", ".join(f"{match[1]}={_value(match[2])}" for match in re.finditer(_FIELD, fields))


def _value(text: str) -> str:
    if text.startswith('"'):
        return text
    return re.sub(_CONSTANT, lambda match: _CONSTANTS[match[0]], text)
