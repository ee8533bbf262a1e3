"""Cursor in YAML that need not parse, by its indentation from the start."""

import re
from collections.abc import Iterator

from kspec.lsp.cursor import FOLLOWING, Container, Cursor, in_brackets, plain

_ITEM = re.compile(r"-(?:[ ]+|$)")
_KEY = re.compile(
    r"""(?P<key>"[^"\n]*"|'[^'\n]*'|[^\s:#\[\]{},"'-][^:#\[\]{},\n]*?)[ ]*:(?=\s|$)[ ]*"""
)
_WORD = re.compile(r"[^\s:,#]*")


class Indentation:
    """Reads the lines of YAML's block style, and keeps the open containers."""

    def __init__(self) -> None:
        self.stack: list[Container] = []
        self.flow = -1
        """The offset of a bracket that is open."""

    def read(self, line: str, begin: int) -> int:
        """Read a line, or its part before a cursor; returns the start of its value."""
        indent = len(line) - len(line.lstrip(" "))
        at = indent
        while (item := _ITEM.match(line, at)) is not None:
            self._item(at)
            at = item.end()
        key = _KEY.match(line, at)
        if key is not None:
            self._key(str(plain(key["key"])), at)
            at = key.end()
            self._value(line[at:], begin + at)
        elif line[at : at + 1] in {"{", "["}:
            self._value(line[at:], begin + at)
        return at

    def close_to(self, column: int) -> None:
        """Close containers that are indented deeper than a column."""
        while self.stack and self.stack[-1].indent > column:
            self.stack.pop()

    def stand_at(self, column: int) -> Container:
        """The object whose keys begin at a column, which no key is open in."""
        self.close_to(column)
        if self.stack and self.stack[-1].is_list and self.stack[-1].indent == column:
            self.stack.pop()
        if not self.stack or self.stack[-1].is_list or self.stack[-1].indent != column:
            self.stack.append(Container("{", column))
        self.stack[-1].end_value()
        return self.stack[-1]

    def _item(self, column: int) -> None:
        self.close_to(column)
        if self.stack and self.stack[-1].is_list and self.stack[-1].indent == column:
            self.stack[-1].index += 1
        else:
            self.stack.append(Container("[", column))

    def _key(self, key: str, column: int) -> None:
        top = self.stand_at(column)
        top.key, top.has_colon = key, True
        top.entries.setdefault(key, None)

    def _value(self, rest: str, begin: int) -> None:
        rest = rest.partition(" #")[0].strip()
        if rest[:1] in {"{", "["}:
            self.flow = begin
        elif rest and self.stack:
            self.stack[-1].entries[self.stack[-1].key or ""] = plain(rest)


def in_lines(text: str, offset: int) -> Cursor:
    """The cursor in a text of YAML."""
    reader = Indentation()
    for line, begin in _lines(text):
        if reader.flow >= 0:
            inner = in_brackets(text, min(offset, begin), reader.flow)
            if inner.frames:
                if begin + len(line) < offset:
                    continue
                return _within(reader, in_brackets(text, offset, reader.flow))
            reader.flow = -1
        if begin + len(line) >= offset:
            return _at_line(reader, text, line, begin, offset)
        if line.strip() and not line.lstrip().startswith("#"):
            reader.read(line, begin)
    return _at_line(reader, text, "", offset, offset)


def _lines(text: str) -> Iterator[tuple[str, int]]:
    begin = 0
    for line in text.splitlines(keepends=True):
        yield line.rstrip("\r\n"), begin
        begin += len(line)


def _at_line(reader: Indentation, text: str, line: str, begin: int, offset: int) -> Cursor:
    column = offset - begin
    before = line[:column]
    at = begin + reader.read(before, begin)
    if reader.flow >= 0:
        return _within(reader, in_brackets(text, offset, reader.flow))
    has_key = _KEY.search(before) is not None and at <= offset
    word = _WORD.match(line, at - begin)
    end = max(offset, begin + word.end()) if word else offset
    if not has_key:
        reader.stand_at(at - begin)
    frames = [container.frame() for container in reader.stack]
    is_key = not has_key
    _read_beside(reader, text, begin + len(line) + 1)
    return Cursor(frames, is_key, min(at, offset), end, line[end - begin :].lstrip()[:1] == ":")


def _within(reader: Indentation, inner: Cursor) -> Cursor:
    outer = [container.frame() for container in reader.stack]
    return inner._replace(frames=[*outer, *inner.frames])


def _read_beside(reader: Indentation, text: str, begin: int) -> None:
    depth = len(reader.stack)
    for line, start in _lines(text[begin : begin + FOLLOWING]):
        if line.strip() and not line.lstrip().startswith("#"):
            reader.read(line, begin + start)
            reader.flow = -1
            if len(reader.stack) < depth:
                return
