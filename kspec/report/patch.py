"""Fixes of a text as a unified diff."""

from collections.abc import Iterator

from kspec.source.document import lines_of
from kspec.source.visible import visible


def patch(old: str, new: str, name: str) -> Iterator[str]:
    """The lines of the diff without their ends; none where nothing changed."""
    from difflib import unified_diff

    name = visible(name)
    return unified_diff(lines_of(old), lines_of(new), f"a/{name}", f"b/{name}", lineterm="")
