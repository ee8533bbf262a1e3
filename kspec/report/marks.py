"""Rows of a line of text with its marks: the part that fits, the underlines and their labels."""

from collections.abc import Callable, Sequence

from kspec.named_tuple import NamedTuple
from kspec.source.visible import Cell, cells

MARGIN = 24
CUT = "..."


class Mark(NamedTuple):
    """Part of a line to underline (half-open columns from 0), and its label."""

    start: int
    end: int
    label: str = ""
    role: str = "related"

    @property
    def primary(self) -> bool:
        """Whether the mark is the place of the finding."""
        return self.role != "related"


class Row(NamedTuple):
    """A line as it is shown, and the lines of underlines and labels below it."""

    text: str
    below: list[str]


def rows(
    line: str, marks: Sequence[Mark], width: int, paint: Callable[[str, str], str]
) -> list[Row]:
    """The line with its marks; where these lie too far apart for the width, once for each."""
    if not marks:
        return [Row("".join(cell.text for cell in slice_of(line, 0, width)), [])]
    groups: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        left = groups[-1][0].start if groups else 0
        apart = len(line) > width and mark.end - left > width - 2 * MARGIN
        if groups and (mark.start == left or not apart):
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return [_row(line, group, width, paint) for group in groups]


def slice_of(line: str, start: int, width: int) -> list[Cell]:
    """The cells of a line from a column on, cut to the width with dots."""
    shown = cells(line[start : start + width])
    cut = start + width < len(line)
    while shown and sum(cell.width for cell in shown) > width - (len(CUT) if cut else 0):
        shown.pop()
        cut = True
    return [*shown, Cell(CUT, len(CUT))] if cut else shown


def _row(line: str, marks: list[Mark], width: int, paint: Callable[[str, str], str]) -> Row:
    first = 0
    if len(line) > width and max(mark.end for mark in marks) > width - len(CUT):
        first = max(marks[0].start - MARGIN, 0)
    lead = CUT if first else ""
    shown = slice_of(line, first, width - len(lead))
    columns = [len(lead)]
    for cell in shown:
        columns.append(columns[-1] + cell.width)

    def column(at: int) -> int:
        return columns[min(max(at - first, 0), len(columns) - 1)]

    drawn = []
    for mark in marks:
        start = column(mark.start)
        drawn.append(mark._replace(start=start, end=max(column(mark.end), start + 1)))
    return Row(lead + "".join(cell.text for cell in shown), list(_below(drawn, paint)))


def _below(marks: list[Mark], paint: Callable[[str, str], str]) -> list[str]:
    last = max(marks, key=lambda mark: (mark.start, mark.primary))
    under = _underline(marks, paint)
    lines = [f"{under} {paint(last.label, last.role)}" if last.label else under]
    waiting = [mark for mark in marks if mark.label and mark is not last]
    if waiting:
        lines.append(_labels(waiting, None, paint))
    while waiting:
        mark = waiting.pop()
        lines.append(_labels(waiting, mark, paint))
    return lines


def _underline(marks: list[Mark], paint: Callable[[str, str], str]) -> str:
    """Carets and dashes; where marks overlap, the shorter one is on top."""
    size = max(mark.end for mark in marks)
    owners: list[Mark | None] = [None] * size
    for mark in sorted(marks, key=lambda mark: (mark.start - mark.end, mark.primary)):
        owners[mark.start : mark.end] = [mark] * (mark.end - mark.start)
    pieces = []
    start = 0
    for end in range(1, size + 1):
        if end == size or owners[end] is not owners[start]:
            owner = owners[start]
            glyphs = (" " if owner is None else "^" if owner.primary else "-") * (end - start)
            pieces.append(glyphs if owner is None else paint(glyphs, owner.role))
            start = end
    return "".join(pieces)


def _labels(bars: list[Mark], labelled: Mark | None, paint: Callable[[str, str], str]) -> str:
    pieces, at = [], 0
    for mark in bars:
        if mark.start < at or (labelled is not None and mark.start == labelled.start):
            continue
        pieces.append(" " * (mark.start - at) + paint("|", mark.role))
        at = mark.start + 1
    if labelled is not None:
        pieces.append(" " * (labelled.start - at) + paint(labelled.label, labelled.role))
    return "".join(pieces)
