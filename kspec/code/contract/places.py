"""From the places of a syntax tree to offsets in the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kspec.source.outline import Span

if TYPE_CHECKING:
    import ast

_LINE_END = re.compile(r"\r\n|\r|\n")


class Places:
    """Turns lines and columns, which count UTF-8 bytes, into offsets of code points."""

    def __init__(self, text: str) -> None:
        self.text = text
        first = 1 if text.startswith("\ufeff") else 0
        self._starts = [first, *(match.end() for match in _LINE_END.finditer(text))]
        self._is_ascii = text.isascii()

    def offset(self, line: int, column: int) -> int:
        """The offset of a 1-based line and a 0-based column in bytes."""
        start = self._starts[line - 1]
        if self._is_ascii:
            return start + column
        end = self._starts[line] if line < len(self._starts) else len(self.text)
        return start + len(self.text[start:end].encode()[:column].decode(errors="ignore"))

    def character(self, line: int, column: int) -> int:
        """The offset of a 1-based line and a 0-based column in characters."""
        return self._starts[line - 1] + column

    def line_end(self, line: int) -> int:
        """The offset behind a 1-based line."""
        return self._starts[line] if line < len(self._starts) else len(self.text)

    def span(self, node: ast.expr | ast.stmt | ast.keyword | ast.arg) -> Span:
        """The whole of an expression or a statement."""
        last, column = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        return Span(self.offset(node.lineno, node.col_offset), self.offset(last, column))

    def after_arguments(self, node: ast.Call) -> Span:
        """Behind the last argument of a call that has some."""
        given: list[ast.expr | ast.keyword] = [*node.args, *node.keywords]
        last = max((self.span(one).end for one in given), default=self.span(node).end)
        return Span(last, last)

    def name(self, node: ast.ClassDef | ast.FunctionDef) -> Span:
        """The name in the head of a class or a function."""
        start = self.offset(node.lineno, node.col_offset)
        at = re.compile(rf"\b{re.escape(node.name)}\b").search(self.text, start)
        return Span(at.start(), at.end()) if at else Span(start, start)
