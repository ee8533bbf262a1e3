"""Text of unknown origin made safe to print, and as wide as it looks."""

from kspec.named_tuple import NamedTuple

TAB = "    "


class Cell(NamedTuple):
    """Character in a terminal, and its width in columns."""

    text: str
    width: int


def cells(text: str) -> list[Cell]:
    """Characters of a line in a terminal.

    Characters that could move the cursor, change colors or reverse the text (control characters,
    bidirectional and other invisible marks, lone surrogates) are escaped.
    """
    if text.isascii() and text.isprintable():
        return [Cell(char, 1) for char in text]
    return [_cell(char) for char in text]


def visible(text: str) -> str:
    """A text of one line that is safe to print."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def _cell(char: str) -> Cell:
    if char == "\t":
        return Cell(TAB, len(TAB))
    if not char.isprintable():
        escape = _escape(char)
        return Cell(escape, len(escape))
    return Cell(char, 1 if char.isascii() else _columns(char))


def _columns(char: str) -> int:
    from unicodedata import category, east_asian_width

    if category(char) in {"Mn", "Me"}:
        return 0
    return 2 if east_asian_width(char) in {"W", "F"} else 1


def _escape(char: str) -> str:
    names = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    number = ord(char)
    if char in names:
        return names[char]
    if number < 0x100:  # two digits
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
