"""Documents: a text, its plain value, and the span of each part of the value."""

from __future__ import annotations

import bisect
import re
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from kspec.source.outline import Comment, Key, Outline, Path, Position, Scan, Span, SyntaxProblem

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

    from kspec.source.notebook import Notebook

__all__ = ["Comment", "Document", "Key", "Path", "Position", "Span", "SyntaxProblem"]

_LINE_END = r"\r\n|\r|\n"
_NOT_LINE_ENDS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""Line ends of Python that no editor has."""


class Document:
    """File, as text and as value.

    `value` is made of dict, list, str, int, float, bool and None, and is None where `parsed` is
    false. `problems` are the problems of the text, in its order. `metadata` is that of a `.keras`
    archive. `name` is the name for people, and `origin` the file that was read: None for a text or
    a value, and then no file that the document names is opened. Values may share parts (YAML
    aliases): do not change them. `notebook` holds the cells where `text` is the code of a notebook.
    `caller` is the user's call that passed a live model, which `text` describes; None for a
    document that people can open.
    """

    __slots__ = (
        "_line_starts",
        "_outline",
        "_read_outline",
        "caller",
        "format",
        "metadata",
        "name",
        "notebook",
        "origin",
        "parsed",
        "problems",
        "text",
        "value",
    )

    def __init__(
        self,
        name: str,
        text: str,
        format: str,  # noqa: A002
        scan: Scan,
        metadata: dict[str, object] | None = None,
        *,
        notebook: Notebook | None = None,
    ) -> None:
        self.name = name
        self.origin: pathlib.Path | None = None
        self.caller: str | None = None
        self.text = text
        self.format = format
        self.value = scan.value
        self.problems = scan.problems
        self.parsed = scan.parsed
        self.metadata = metadata or {}
        self.notebook = notebook
        self._read_outline = scan.read_outline
        self._outline: Outline | None = None
        self._line_starts: list[int] | None = None

    def span(self, path: Path, part: Literal["value", "key", "entry"] = "value") -> Span:
        """Span of the node at `path`, or of its nearest ancestor that exists.

        `key` is the value's span for items of a list and for the root; `entry` goes from the
        start of the key to the end of the value.
        """
        node = self.outline.root
        for key in path:
            child = (node.children or {}).get(key)
            if child is None:
                return node.value
            node = child
        if part == "value" or node.key is None:
            return node.value
        return node.key if part == "key" else Span(node.key.start, node.value.end)

    def path_at(self, offset: int) -> Path:
        """The path of the innermost node that holds an offset."""
        path: list[Key] = []
        node = self.outline.root
        while True:
            for key, child in (node.children or {}).items():
                if child.start <= offset < child.value.end:
                    path.append(key)
                    node = child
                    break
            else:
                return tuple(path)

    @property
    def is_readable(self) -> bool:
        """Whether the text could be parsed in its format."""
        return self.parsed

    @property
    def file_text(self) -> str:
        """The text of the file itself: of a notebook its JSON."""
        return self.text if self.notebook is None else self.notebook.raw

    @property
    def outline(self) -> Outline:
        """The nodes and comments of the text, read on first use."""
        if self._outline is None:
            self._outline = self._read_outline()
        return self._outline

    @property
    def comments(self) -> tuple[Comment, ...]:
        """Comments, each with the node beside or after it."""
        from kspec.source.comment_places import CommentPlaces

        root, outline = self.outline
        places = CommentPlaces(root)
        return tuple(
            Comment(text, span, places.path(span, self._line_start(span.start)))
            for text, span in outline
        )

    def position(self, offset: int) -> Position:
        """Line and column of an offset; a byte order mark takes no column."""
        column = max(offset - self._line_start(offset), 0) + 1
        line = self.line_number(offset)
        cell = None if self.notebook is None else self.notebook.cell_at(offset)
        if cell is None:
            return Position(line, column, offset)
        return Position(line - self.line_number(cell.start) + 1, column, offset, cell.number)

    def file_position(self, offset: int) -> Position:
        """Line and column in the file itself: of a notebook, among the strings of its JSON."""
        if self.notebook is None:
            return self.position(offset)
        from kspec.source.notebook_edits import offset_in_file

        return self.notebook.position(offset_in_file(self.notebook, offset))

    def line_number(self, offset: int) -> int:
        """The 1-based line of an offset among all lines of the text."""
        return bisect.bisect_right(self._starts(), self._line_start(offset))

    def line(self, number: int) -> str:
        """The text of a 1-based line without its end; empty beyond the last line."""
        if not 1 <= number <= len(self._starts()):
            return ""
        start, end = self.lines_span(number, number)
        return self.text[start:end].rstrip("\r\n")

    def lines_span(self, first: int, last: int) -> Span:
        """Span from the start of an existing 1-based line to the end of another."""
        starts = self._starts()
        return Span(starts[first - 1], starts[last] if last < len(starts) else len(self.text))

    def _line_start(self, offset: int) -> int:
        starts = self._starts()
        return starts[max(bisect.bisect_right(starts, offset) - 1, 0)]

    def _starts(self) -> list[int]:
        if self._line_starts is None:
            first = 1 if self.text.startswith("\ufeff") else 0
            offsets = line_ends(self.text)
            self._line_starts = [first, *offsets]
        return self._line_starts


def lines_of(text: str) -> list[str]:
    """The lines of a text as documents count them, without their ends."""
    lines = re.split(_LINE_END, text) if "\r" in text else text.split("\n")
    return lines if lines[-1] else lines[:-1]


def line_ends(text: str) -> Iterator[int]:
    """Yield the offsets of line ends."""
    if any(mark in text for mark in _NOT_LINE_ENDS):
        return map(re.Match.end, re.finditer(_LINE_END, text))
    lines = text.splitlines(keepends=True)  # many times as fast as an expression
    if lines and not lines[-1].endswith(("\r", "\n")):
        lines.pop()
    return accumulate(map(len, lines))
