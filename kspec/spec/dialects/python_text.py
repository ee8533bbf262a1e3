"""Python source with a stranger's words: each stays a string, a variable or an argument."""

import json
import math
from keyword import iskeyword

LONG = 12
"""Characters of a number that nobody writes out."""


def quoted(value: object) -> str:
    """A value as Python writes it, strings in double quotes.

    Invisible characters (bidirectional marks, lone surrogates) are escaped. Raises `ValueError` for
    a value without a literal.
    """
    if isinstance(value, str):
        return "".join(map(_visible, json.dumps(value, ensure_ascii=False)))
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(quoted, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{quoted(key)}: {quoted(item)}' for key, item in value.items())}}}"
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    if value is None or isinstance(value, bool | int | float):
        return number(value)
    message = f"{type(value).__name__} has no literal in Python"
    raise ValueError(message)


def number(value: float | None) -> str:
    """A number, True, False or None; a fraction of one as people write it: ``1 / 255``."""
    whole = round(1 / value, 1) if isinstance(value, float) and 0 < value < 1 else 0
    if whole and 1 / whole == value and len(repr(value)) > LONG:
        return f"1 / {whole:g}"
    return repr(value)


def argument(name: str, text: str) -> str:
    """Write a keyword argument of a call; raises `ValueError` for a name that is no identifier.

    Keys of a document come here unchecked where a finding is silenced.
    """
    if not name.isidentifier() or iskeyword(name):
        message = f"{json.dumps(name)} is no argument in Python"
        raise ValueError(message)
    return f"{name}={text}"


def _visible(char: str) -> str:
    return char if char.isprintable() else f"\\U{ord(char):08x}"
