"""Globs over relative paths with forward slashes, as `.gitignore` and settings write them.

Whoever writes a pattern must not be able to make it slow: folders are walked one by one with the
set of places that are reached, and within a name each star is settled before the next.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from kspec.named_tuple import NamedTuple

_PARTS = r"(?P<star>\*+)|(?P<one>\?)|(?P<set>\[[^\]]+\])"
_ANY_FOLDERS = "**"


class Glob(NamedTuple):
    """Pattern of paths: a predicate for each name, and None for any folders."""

    parts: tuple[Callable[[str], object] | None, ...]

    def match(self, path: str) -> bool:
        """Whether a path or a folder above it is meant."""
        names = path.split("/")
        reached = {0}
        for number, part in enumerate(self.parts, 1):
            if part is None:
                # At the end it matches the files in the folder, and not the folder itself.
                start = min(reached) + (number == len(self.parts))
                reached = set(range(start, len(names) + 1))
            else:
                reached = {at + 1 for at in reached if at < len(names) and part(names[at])}
            if not reached:
                return False
        return bool(self.parts)


def is_glob(text: str) -> bool:
    """Whether a text has a wildcard."""
    return any(char in text for char in "*?[")


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern means a path or a folder above it.

    ``*`` stays within a folder and ``**`` does not; a pattern without a slash means a name in any
    folder. Who writes backslashes between folders means slashes.
    """
    return compiled(pattern.replace("\\", "/")).match(path)


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Glob:
    """Compile a pattern; it matches all paths in a folder of that name too."""
    text = pattern.rstrip("/").removeprefix("./")
    if not text:
        return Glob(())
    parts: list[Callable[[str], object] | None] = [] if "/" in text else [None]
    for name in text.removeprefix("/").split("/"):
        if name.startswith(_ANY_FOLDERS) and parts[-1:] != [None]:
            parts.append(None)
        if name.strip("*") or not name.startswith(_ANY_FOLDERS):
            parts.append(_named(name))
    return Glob(tuple(parts))


def _named(name: str) -> Callable[[str], object]:
    """Compile the pattern of one name: each star takes as little as lets the next piece match, and
    never more later on, but for the last.
    """
    fixed, at = [""], 0
    for match in re.finditer(_PARTS, name):
        fixed[-1] += re.escape(name[at : match.start()])
        at = match.end()
        if match["star"]:
            fixed.append("")
        else:
            fixed[-1] += "." if match["one"] else _one_of(match["set"][1:-1])
    fixed[-1] += re.escape(name[at:])
    first, *middle = fixed
    last = middle.pop() if middle else None
    pieces = [first, *(f"(?>.*?{piece})" for piece in middle if piece)]
    pieces.append("" if last is None else f".*{last}")
    try:
        return re.compile("".join(pieces), re.DOTALL).fullmatch
    except re.error:
        return re.compile(re.escape(name)).fullmatch


def _one_of(inner: str) -> str:
    inner = inner.replace("\\", "\\\\")
    return f"[^{inner[1:]}]" if inner[0] in "!^" else f"[{inner}]"
