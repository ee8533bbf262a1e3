"""From places of a syntax tree to spans of a text: the tree counts bytes, a span characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.source.outline import Node, Span

if TYPE_CHECKING:
    from kspec.code.keras.described import Placed
    from kspec.code.values import Place


class Places:
    """The spans of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = text.splitlines(keepends=True)
        self._ascii = text.isascii()
        self._starts: list[int] = []

    def _line_starts(self) -> list[int]:
        if not self._starts:
            at, text = 0, self.text
            starts = [1 if text.startswith("\ufeff") else 0]
            while True:
                ends = [end for end in (text.find("\n", at), text.find("\r", at)) if end >= 0]
                if not ends:
                    break
                end = min(ends)
                at = end + (2 if text[end : end + 2] == "\r\n" else 1)
                starts.append(at)
            self._starts = starts
        return self._starts

    def offset(self, line: int, column: int) -> int:
        """The offset of a 1-based line and a 0-based column in bytes."""
        starts = self._line_starts()
        if line > len(starts):
            return len(self.text)
        start = starts[line - 1]
        if self._ascii:
            return start + column
        end = starts[line] if line < len(starts) else len(self.text)
        return start + len(self.text[start:end].encode()[:column].decode(errors="ignore"))

    def span(self, place: Place | None) -> Span:
        """The span of a place; the start of the text for none."""
        line = getattr(place, "lineno", None)
        if place is None or line is None:
            return Span(0, 0)
        start = self.offset(line, getattr(place, "col_offset", 0))
        end_line, end_column = (
            getattr(place, "end_lineno", None),
            getattr(place, "end_col_offset", 0),
        )
        return Span(start, start if end_line is None else self.offset(end_line, end_column))

    def node(self, placed: Placed) -> Node:
        """The outline of a value."""
        node = Node(self.span(placed.place))
        if placed.key is not None:
            node.key = self.span(placed.key)
        if placed.children:
            node.children = {key: self.node(child) for key, child in placed.children.items()}
        return node
