"""Cursor in a text that need not parse, by its brackets from the start."""

from __future__ import annotations

import re

from kspec.lsp.slots import Frame
from kspec.named_tuple import NamedTuple


class Cursor(NamedTuple):
    """Objects and lists around a cursor, and the word at it.

    ``frames`` go from the root to the innermost; the last one's key is that of the value which is
    written here, and None where a key is. ``start`` and ``end`` are the offsets of the word, its
    quotes included.
    """

    frames: list[Frame]
    is_key: bool
    start: int
    end: int
    has_colon: bool = False
    """Whether a colon follows the word."""


class Container:
    """Object or list that is open at the scanner's position."""

    def __init__(self, kind: str, indent: int = 0) -> None:
        self.kind = kind
        self.indent = indent
        self.entries: dict[str, object] = {}
        self.key: str | None = None
        self.has_colon = False
        self.index = 0

    @property
    def is_list(self) -> bool:
        """Whether the container is a list."""
        return self.kind == "["

    @property
    def takes_key(self) -> bool:
        """Whether the next word is a key."""
        return not self.is_list and not (self.key is not None and self.has_colon)

    def take(self, word: object) -> None:
        """The next word: a key or a value."""
        if self.is_list:
            return
        if self.takes_key:
            self.key, self.has_colon = str(word), False
            self.entries.setdefault(self.key, None)
        else:
            self.entries[self.key or ""] = word
            self.key = None

    def end_value(self) -> None:
        """A comma, or the end of an object or list in here."""
        self.key, self.has_colon = None, False

    def frame(self) -> Frame:
        """The frame with the present key or index."""
        key = self.index if self.is_list else self.key if self.has_colon else None
        return Frame(self.entries, key)


_TOKEN = re.compile(
    r"""
    (?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z)|\#[^\n]*)
    |(?P<string>"(?:[^"\\\n]|\\[^\n])*"?|'(?:[^'\n])*'?)
    |(?P<mark>[{}\[\],:])
    |(?P<word>[^\s{}\[\],:"'#/]+|/)
    """,
    re.VERBOSE | re.DOTALL,
)
FOLLOWING = 4096
"""Number of characters behind the cursor that are read for the rest of its line."""


def in_brackets(text: str, offset: int, begin: int = 0) -> Cursor:
    """The cursor in a text of JSON, or of YAML's flow style from ``begin``."""
    reader = Brackets()
    for token in _TOKEN.finditer(text, begin):
        if token.start() >= offset:
            return _cursor(reader, text, offset, offset, token.start())
        if _holds(token, offset):
            return _cursor(reader, text, token.start(), token.end(), token.end())
        reader.read(token)
    return _cursor(reader, text, offset, offset, len(text))


def _holds(token: re.Match[str], offset: int) -> bool:
    """Whether a cursor is in a word, or behind one that is not closed."""
    if offset > token.end():
        return False
    if token.lastgroup == "string":
        return offset < token.end() or not is_closed(token[0])
    return token.lastgroup == "word"


def is_closed(string: str) -> bool:
    """Whether a string has its second quote."""
    return len(string) > 1 and string[-1] == string[0]


def _cursor(reader: Brackets, text: str, start: int, end: int, go_on: int) -> Cursor:
    stack = reader.stack
    frames = [container.frame() for container in stack]
    is_key = bool(stack) and stack[-1].takes_key
    reader.read_beside(text, go_on)
    return Cursor(frames, is_key, start, end, text[end:].lstrip()[:1] == ":")


class Brackets:
    """Reads tokens, and keeps the open brackets."""

    def __init__(self) -> None:
        self.stack: list[Container] = []

    def read(self, token: re.Match[str]) -> None:
        """Take one token."""
        text, kind = token[0], token.lastgroup
        if kind == "mark":
            self._mark(text)
        elif kind in {"string", "word"} and self.stack:
            self.stack[-1].take(plain(text))

    def read_beside(self, text: str, begin: int) -> None:
        """Take the tokens that follow in the same object, so that its other keys are known."""
        depth = len(self.stack)
        for token in _TOKEN.finditer(text, begin, min(len(text), begin + FOLLOWING)):
            self.read(token)
            if len(self.stack) < depth:
                return

    def _mark(self, mark: str) -> None:
        if mark in "{[":
            self.stack.append(Container(mark))
        elif mark in "}]":
            self._close("{" if mark == "}" else "[")
        elif self.stack:
            top = self.stack[-1]
            if mark == ":":
                top.has_colon = top.key is not None
            else:
                top.end_value()
                top.index += 1

    def _close(self, kind: str) -> None:
        if all(container.kind != kind for container in self.stack):
            return
        while self.stack.pop().kind != kind:
            pass
        if self.stack:
            self.stack[-1].end_value()


def plain(word: str) -> object:
    """A word without its quotes."""
    return word.strip(word[0]) if word[0] in "\"'" else word
