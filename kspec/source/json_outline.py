"""The outline of clean JSON: where each value stands, from the text's tokens alone."""

import json
import re

from kspec.source.outline import Key, Node, Outline, Span

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]|[^\s\[\]{},:"]+')


def outline_json(text: str) -> Outline:
    """The outline of a text that `load_strict` accepts; of any other text it means nothing."""
    children: dict[Key, Node] = {}
    whole = children
    in_mapping = False
    key: Span | None = None
    stack: list[tuple[Node, dict[Key, Node], bool]] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        first = text[start]
        if first in "}]":
            opened, children, in_mapping = stack.pop()
            opened.value = Span(opened.value.start, end)
            continue
        if in_mapping and key is None:
            key = Span(start, end)
            continue
        node = Node(Span(start, end))
        children[len(children) if key is None else _decoded(text, key)] = node
        node.key, key = key, None
        if first in "{[":
            stack.append((node, children, in_mapping))
            children = node.children = {}
            in_mapping = first == "{"
    return Outline(whole[0])


def _decoded(text: str, key: Span) -> str:
    raw = text[key.start + 1 : key.end - 1]
    return str(json.loads(f'"{raw}"')) if "\\" in raw else raw
