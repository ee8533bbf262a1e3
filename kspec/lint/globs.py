"""Globs over relative paths with forward slashes, as `.gitignore` and settings write them."""

from __future__ import annotations

import re
from functools import lru_cache

_PARTS = re.compile(r"(?P<deep>\*\*/)|(?P<rest>\*\*)|(?P<star>\*)|(?P<one>\?)|(?P<set>\[[^\]]+\])")


def is_glob(text: str) -> bool:
    """Whether a text has a wildcard."""
    return any(char in text for char in "*?[")


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern means a path or a folder above it.

    ``*`` stays within a folder and ``**`` does not; a pattern without a slash means a name in any
    folder.
    """
    return compiled(pattern).match(path) is not None


@lru_cache(maxsize=256)
def compiled(pattern: str) -> re.Pattern[str]:
    """The expression of a pattern; it matches what lies in a folder of that name too."""
    text = pattern.rstrip("/").removeprefix("./")
    anywhere = "/" not in text
    text = text.removeprefix("/")
    pieces, at = [], 0
    for match in _PARTS.finditer(text):
        pieces += [re.escape(text[at : match.start()]), _expression(match)]
        at = match.end()
    pieces.append(re.escape(text[at:]))
    front = "(?:.*/)?" if anywhere else ""
    try:
        return re.compile(f"{front}{''.join(pieces)}(?:/.*)?\\Z", re.DOTALL)
    except re.error:
        return re.compile(f"{front}{re.escape(text)}(?:/.*)?\\Z", re.DOTALL)


def _expression(match: re.Match[str]) -> str:
    if match["set"]:
        inner = match["set"][1:-1].replace("\\", "\\\\")
        return f"[^{inner[1:]}]" if inner[0] in "!^" else f"[{inner}]"
    return {"deep": "(?:.*/)?", "rest": ".*", "star": "[^/]*", "one": "[^/]"}[match.lastgroup or ""]
