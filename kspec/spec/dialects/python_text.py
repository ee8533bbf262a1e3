"""Python source made of a stranger's words: each stays a string, a variable or an argument."""

from __future__ import annotations

import builtins
import json
import math
import re
from keyword import iskeyword


def quoted(value: object) -> str:
    """A value as Python writes it, strings in double quotes.

    What a reader would not see (bidirectional marks, lone surrogates) is written as an escape.
    Raises `ValueError` for what has no literal.
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
    """An argument of a call by its name; raises `ValueError` for what is no name.

    Keys of a document come here unchecked where a finding is silenced.
    """
    if not name.isidentifier() or iskeyword(name):
        message = f"{json.dumps(name)} is no argument in Python"
        raise ValueError(message)
    return f"{name}={text}"


class Names:
    """The variables of one module: each is new, and hides nothing that the module calls."""

    def __init__(self) -> None:
        self.taken = {"keras", "layers", "model"}

    def fresh(self, name: str) -> str:
        """A variable named after something."""
        base = variable = _identifier(name)
        count = 1
        while variable in self.taken:
            count += 1
            variable = f"{base}_{count}"
        self.taken.add(variable)
        return variable


def _visible(char: str) -> str:
    return char if char.isprintable() else f"\\U{ord(char):08x}"


def _identifier(name: str) -> str:
    plain = re.sub(r"\W", "_", name, flags=re.ASCII)
    safe = plain if plain[:1].isalpha() else f"x_{plain}"
    return f"{safe}_" if iskeyword(safe) or hasattr(builtins, safe) else safe
