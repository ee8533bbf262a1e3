"""Python source with a stranger's words: each stays a string, a variable or an argument."""

import json
import math
from keyword import iskeyword


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
        return repr(value)
    message = f"{type(value).__name__} has no literal in Python"
    raise ValueError(message)


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
