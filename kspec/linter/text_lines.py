"""The lines around an offset of a text."""

import re
from bisect import bisect_left
from functools import cached_property


class Lines:
    """A text, its line ends, and the indentation of its lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"

    @cached_property
    def _breaks(self) -> list[int]:
        """Offsets of line ends; a seek from each of many places would take long."""
        return [match.start() for match in re.finditer("[\r\n]", self.text)]

    def line_start(self, offset: int) -> int:
        """The offset at which the line begins."""
        at = bisect_left(self._breaks, offset)
        return self._breaks[at - 1] + 1 if at else 0

    def line_end(self, offset: int) -> int:
        """The offset at which the line ends, before its line break."""
        at = bisect_left(self._breaks, offset)
        return self._breaks[at] if at < len(self._breaks) else len(self.text)

    def next_line(self, end: int) -> int:
        """The start of the line after the one that ends here."""
        if self.text.startswith("\r\n", end):
            return end + 2
        return min(end + 1, len(self.text))

    def starts_line(self, offset: int) -> bool:
        """Whether only blanks are before the offset on its line."""
        start = self.line_start(offset)
        return start > 0 and not self.text[start:offset].strip(" \t")

    def indent(self, offset: int) -> str:
        """The blanks at the start of the line."""
        line = self.text[self.line_start(offset) : self.line_end(offset)]
        return line[: len(line) - len(line.lstrip(" \t"))]

    def column(self, offset: int) -> int:
        """Number of characters before an offset on its line."""
        return (
            offset
            - self.line_start(offset)
            - self.text.startswith("\ufeff", self.line_start(offset))
        )
