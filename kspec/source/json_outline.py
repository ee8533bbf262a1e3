"""Outline of clean JSON: the span of each value, from the text's tokens alone."""

import json
import re
from collections.abc import Iterator
from functools import partial

from kspec.source.outline import Key, Node, Outline, Span

_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_BRACKET = re.compile(rf'[^"\[\]{{}}]*+(?:{_STRING}[^"\[\]{{}}]*+)*+[\[\]{{}}]')
_TOKEN = re.compile(rf'{_STRING}|[\[\]{{}}]|[^\s\[\]{{}},:"]+')


def outline_json(text: str) -> Outline:
    """The outline of a text that `load_strict` accepts; of any other text it means nothing.

    At first only the brackets are paired: their content is read on its first use.
    """
    ends: dict[int, int] = {}
    opened: list[int] = []
    first = _TOKEN.search(text)
    is_text = first is not None and first[0].startswith('"')  # brackets inside it are text
    for end in () if is_text else map(re.Match.end, _BRACKET.finditer(text)):
        if text[end - 1] in "[{":
            opened.append(end - 1)
        else:
            ends[opened.pop()] = end
    return Outline(next(_nodes(text, ends, 0, len(text))))


def _children(text: str, ends: dict[int, int], start: int) -> dict[Key, Node]:
    """The nodes of the object or the list that opens at an offset."""
    nodes = _nodes(text, ends, start + 1, ends[start] - 1)
    if text[start] == "[":
        return dict(enumerate(nodes))
    children: dict[Key, Node] = {}
    for key in nodes:
        node = children[_decoded(text, key.value)] = next(nodes)
        node.key = key.value
    return children


def _nodes(text: str, ends: dict[int, int], at: int, last: int) -> Iterator[Node]:
    """The values between two offsets, one after the other; of an object its keys too."""
    while match := _TOKEN.search(text, at, last):
        start, at = match.span()
        if text[start] in "[{":
            at = ends[start]
            yield Node(Span(start, at), partial(_children, text, ends, start))
        else:
            yield Node(Span(start, at))


def _decoded(text: str, key: Span) -> str:
    raw = text[key.start + 1 : key.end - 1]
    return str(json.loads(f'"{raw}"')) if "\\" in raw else raw
