"""Offsets in a text as positions of the protocol: lines from 0, columns in the client's units."""

import bisect

from lsprotocol import types

from kspec.source.document import line_ends

UTF8, UTF16, UTF32 = (
    types.PositionEncodingKind.Utf8,
    types.PositionEncodingKind.Utf16,
    types.PositionEncodingKind.Utf32,
)


class Positions:
    """Lines of a text; ``encoding`` is the unit of columns for the client."""

    def __init__(self, text: str, encoding: str = UTF16) -> None:
        self.text = text
        self.encoding = encoding
        self._starts = [0, *line_ends(text)]

    def position(self, offset: int) -> types.Position:
        """The position of an offset in code points."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect.bisect_right(self._starts, offset) - 1
        return types.Position(line, self._units(self.text[self._starts[line] : offset]))

    def range(self, start: int, end: int) -> types.Range:
        """The range of a span."""
        return types.Range(self.position(start), self.position(end))

    def first_line(self, start: int, end: int) -> types.Range:
        """The range of a span as far as the end of its first line."""
        return self.range(start, max(start, min(end, self.line_end(start))))

    def line_start(self, offset: int) -> int:
        """Offset of the start of the line."""
        return self._starts[bisect.bisect_right(self._starts, offset) - 1]

    def line_end(self, offset: int) -> int:
        """Offset of the end of the line, before the characters that end it."""
        line = bisect.bisect_right(self._starts, offset)
        end = self._starts[line] if line < len(self._starts) else len(self.text)
        while end > offset and self.text[end - 1] in "\r\n":
            end -= 1
        return end

    def offset(self, position: types.Position) -> int:
        """The offset of a position; one behind the end of a line is at its end."""
        if position.line >= len(self._starts):
            return len(self.text)
        start = self._starts[position.line]
        line = self.text[start : self.line_end(start)]
        return start + _characters(line, position.character, self.encoding)

    def _units(self, text: str) -> int:
        if self.encoding == UTF32 or text.isascii():
            return len(text)
        return len(
            text.encode("utf-8" if self.encoding == UTF8 else "utf-16-le", "surrogatepass")
        ) // (1 if self.encoding == UTF8 else 2)


def _characters(line: str, units: int, encoding: str) -> int:
    """Number of characters in this many code units; part of a character counts as none of it."""
    if encoding == UTF32 or line.isascii():
        return min(units, len(line))
    codec, width = ("utf-8", 1) if encoding == UTF8 else ("utf-16-le", 2)
    return len(line.encode(codec, "surrogatepass")[: units * width].decode(codec, "ignore"))
