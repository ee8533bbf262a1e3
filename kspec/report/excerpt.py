"""The lines of a document that a finding is about, with its places marked."""

from collections.abc import Iterator, Sequence

from kspec.named_tuple import NamedTuple
from kspec.report.marks import Mark, rows
from kspec.report.options import Options
from kspec.source.document import Document
from kspec.source.visible import visible

CONTEXT = 2
"""Number of further lines that are shown of a place with several lines."""


class Spot(NamedTuple):
    """Place in the text (offsets), its label, and the role that colors it."""

    start: int
    end: int
    label: str
    role: str


def gutter(document: Document, spots: Sequence[Spot]) -> int:
    """Width of an excerpt's line numbers."""
    return max(len(str(document.position(spot.start).line + CONTEXT)) for spot in spots)


def excerpt(
    document: Document, spots: Sequence[Spot], size: int, options: Options
) -> Iterator[str]:
    """The lines of the excerpt; ``size`` is the width of the line numbers."""
    marked: dict[int, list[Mark]] = {}
    for spot in spots:
        _mark(document, spot, marked)
    for number in [number for number in marked if number + 2 in marked]:
        marked.setdefault(number + 1, [])
    empty = options.paint(f"{'':{size}} |", "gutter")
    yield empty
    previous, cell = None, None
    several = len({document.position(spot.start).cell for spot in spots}) > 1
    for number, marks in sorted(marked.items()):
        if previous is not None and number > previous + 1:
            yield options.paint("...", "gutter")
        previous = number
        shown = document.position(document.lines_span(number, number).start)
        if several and shown.cell != cell:
            cell = shown.cell
            yield options.paint(f"{'':{size}} | cell {cell}:", "gutter")
        front = options.paint(f"{shown.line:{size}} |", "gutter")
        for row in rows(document.line(number), marks, options.width - size - 3, options.paint):
            yield f"{front} {row.text}".rstrip()
            yield from (f"{empty} {line}" for line in row.below)


def _mark(document: Document, spot: Spot, marked: dict[int, list[Mark]]) -> None:
    start, end = document.position(spot.start), document.position(spot.end)
    first, final = document.line_number(spot.start), document.line_number(spot.end)
    text = document.line(first)
    column = start.column - 1
    last = end.column - 1 if first == final else max(len(text.rstrip()), column)
    mark = Mark(column, max(last, column), visible(spot.label), spot.role)
    marked.setdefault(first, []).append(mark)
    if mark.primary:
        for number in range(first + 1, min(first + CONTEXT, final) + 1):
            marked.setdefault(number, [])
