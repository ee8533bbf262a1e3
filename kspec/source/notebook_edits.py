"""Changes of a notebook's code, made inside of the JSON strings that hold it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kspec.source.notebook import Cell, Notebook
    from kspec.source.outline import Span

_STRING = re.compile(r'"((?:\\.|[^"\\])*)"')
_CHARACTER = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.|[^\\]", re.DOTALL)


class Character(NamedTuple):
    """Character of a source: its JSON, and its index in the source (-1: a new one). ``begins`` is
    whether an item of a list begins with it.
    """

    written: str
    place: int
    begins: bool = False


def with_changes(notebook: Notebook, changes: Iterable[tuple[int, int, str]]) -> str:
    """The text of the file with changes (start, end, new text) of the notebook's program that do
    not overlap: a source stays a list or a string, and all else as it is.
    """
    raw = notebook.raw
    for span, text in reversed(rewrites(notebook, changes)):
        raw = raw[: span.start] + text + raw[span.end :]
    return raw


def rewrites(notebook: Notebook, changes: Iterable[tuple[int, int, str]]) -> list[tuple[Span, str]]:
    """Sources in the file that changes of the program touch, by their spans: each with its new
    text.
    """
    by_cell: dict[Cell, list[tuple[int, int, str]]] = {}
    for start, end, text in sorted(changes):
        cell = notebook.cell_at(start)
        if cell is not None:
            moved = (start - cell.start, min(end, cell.end) - cell.start, text)
            by_cell.setdefault(cell, []).append(moved)
    spans = {cell: notebook.source_span(cell) for cell in by_cell}
    return [
        (spans[cell], _rewritten(notebook.raw, spans[cell], cell_changes))
        for cell, cell_changes in by_cell.items()
    ]


def offset_in_file(notebook: Notebook, offset: int) -> int:
    """Offset in the file of a character of the program."""
    cell = notebook.cell_at(offset)
    if cell is None:
        return 0
    span = notebook.source_span(cell)
    target, index, at = offset - cell.start, 0, span.end - 1
    for string in _STRING.finditer(notebook.raw, span.start, span.end):
        for match in _CHARACTER.finditer(string[1]):
            if index == target:
                return string.start(1) + match.start()
            index += 1
        at = string.end(1)
    return at


def _rewritten(raw: str, span: Span, changes: list[tuple[int, int, str]]) -> str:
    """The source at a span of the file with changes of its characters."""
    source = raw[span.start : span.end]
    ascii_only = raw.isascii()
    characters = list(_characters(source))
    for start, end, text in sorted(changes, reverse=True):
        new = [Character(_encoded(one, ascii_only=ascii_only), -1) for one in text]
        characters[start:end] = new
    if not source.startswith("["):
        return f'"{"".join(one.written for one in characters)}"'
    items = [f'"{item}"' for item in _items(characters)]
    front, between, back = _layout(source)
    return f"{front}{between.join(items)}{back}" if items else "[]"


def _characters(text: str) -> Iterator[Character]:
    index = 0
    for string in _STRING.finditer(text):
        begins = True
        for match in _CHARACTER.finditer(string[1]):
            yield Character(match[0], index, begins)
            index += 1
            begins = False


def _items(characters: list[Character]) -> Iterator[str]:
    """Split into the items of a list: the old ones, and a new one after each new line break."""
    item: list[str] = []
    before: Character | None = None
    for one in characters:
        if before is not None:
            kept = before.place >= 0 and one.place == before.place + 1
            if one.begins if kept else before.written == "\\n":
                yield "".join(item)
                item = []
        item.append(one.written)
        before = one
    if item:
        yield "".join(item)


def _layout(text: str) -> tuple[str, str, str]:
    """Text before, between and after the items of a list."""
    strings = [match.span() for match in _STRING.finditer(text)]
    if not strings:
        return "[", ", ", "]"
    front, back = text[: strings[0][0]], text[strings[-1][1] :]
    if len(strings) > 1:
        return front, text[strings[0][1] : strings[1][0]], back
    return front, f",{front[1:] or ' '}", back


def _encoded(character: str, *, ascii_only: bool) -> str:
    return json.dumps(character, ensure_ascii=ascii_only)[1:-1]
