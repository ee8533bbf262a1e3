"""Positions of syntax trees as spans of a text: the tree counts bytes, a span characters."""

import ast
import re
from functools import cached_property, partial

from kspec.code.keras.described import Placed
from kspec.code.values import Place
from kspec.source.outline import Key, Node, Span

_LINE_END = re.compile(r"\r\n|\r|\n")


class Places:
    """The spans of one text.

    ``code`` is the parsed code, where that is the text with all masked that is not Python: a masked
    cell can have fewer lines.
    """

    def __init__(self, text: str, code: str | None = None) -> None:
        self.text = text
        self._code = text if code is None else code
        self._ascii = self._code.isascii()

    @cached_property
    def _starts(self) -> list[int]:
        first = 1 if self._code.startswith("\ufeff") else 0
        return [first, *(match.end() for match in _LINE_END.finditer(self._code))]

    def line_end(self, line: int) -> int:
        """The offset behind a 1-based line."""
        return self._starts[line] if line < len(self._starts) else len(self.text)

    def character(self, line: int, column: int) -> int:
        """The offset of a 1-based line and a 0-based column in characters."""
        return self._starts[line - 1] + column

    def offset(self, line: int, column: int) -> int:
        """The offset of a 1-based line and a 0-based column in bytes."""
        if line > len(self._starts):
            return len(self.text)
        start = self._starts[line - 1]
        if self._ascii:
            return start + column
        text = self._code[start : self.line_end(line)]
        return start + len(text.encode()[:column].decode(errors="ignore"))

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

    def name(self, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> Span:
        """The name in the head of a class or a function."""
        start = self.offset(node.lineno, node.col_offset)
        at = re.compile(rf"\b{re.escape(node.name)}\b").search(self.text, start)
        return Span(at.start(), at.end()) if at else Span(start, start)

    def after_arguments(self, node: ast.Call) -> Span:
        """Behind the last argument of a call that has some."""
        arguments: list[ast.expr | ast.keyword] = [*node.args, *node.keywords]
        last = max((self.span(one).end for one in arguments), default=self.span(node).end)
        return Span(last, last)

    def node(self, placed: Placed) -> Node:
        """The outline of a value."""
        children = partial(self._children, placed) if placed.children else None
        node = Node(self.span(placed.place), children)
        if placed.key is not None:
            node.key = self.span(placed.key)
        return node

    def _children(self, placed: Placed) -> dict[Key, Node]:
        return {key: self.node(child) for key, child in placed.children.items()}
