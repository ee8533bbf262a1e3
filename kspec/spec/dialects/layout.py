"""Layout of JSON for people: a value that fits on a line is one line."""

import json
import re

WIDTH = 96
UNSEEN = re.compile(r"[^\n -~]")
"""Characters that may be invisible, or control a terminal: these are inside strings."""


def laid_out(value: object) -> str:
    """The text of a document, with a line end."""
    return UNSEEN.sub(_escaped, _part(value, 0)) + "\n"


def _escaped(match: re.Match[str]) -> str:
    char = match[0]
    return char if char.isprintable() else json.dumps(char)[1:-1]


def _part(value: object, depth: int) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if (
        not isinstance(value, (dict, list))
        or not value
        or (len(flat) + 2 * depth <= WIDTH and depth)
    ):
        return flat
    inner = "  " * (depth + 1)
    if isinstance(value, list):
        items = [inner + _part(item, depth + 1) for item in value]
        return "[\n" + ",\n".join(items) + "\n" + "  " * depth + "]"
    fields = [
        f"{inner}{json.dumps(key, ensure_ascii=False)}: {_part(item, depth + 1)}"
        for key, item in value.items()
    ]
    return "{\n" + ",\n".join(fields) + "\n" + "  " * depth + "}"
