"""Picture as SVG: self-contained, in light and dark, with the description of a layer on demand."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap

from kspec.analysis.drawing.digest import cut
from kspec.analysis.drawing.items import Card, Frame, Graph, Line
from kspec.analysis.drawing.layout import Size
from kspec.analysis.drawing.markup import escape
from kspec.analysis.drawing.measure import (
    EDGE,
    HEAD,
    LEAST,
    MARK,
    SMALL,
    Drawn,
    drawn,
    height_of,
    reach,
)
from kspec.analysis.drawing.style import style
from kspec.named_tuple import NamedTuple
from kspec.source.outline import pointer
from kspec.spec.problem import Path

Point = tuple[float, float]
Notes = Mapping[Path, Sequence["Note"]]

NEAR = 0.5
"""Least distance that counts as a step aside."""
TOP, ROW = 64.0, 20.0
"""Offset of the network, and the height of a line in the list below it."""
COLUMNS = 72
"""Characters of a row of the list at least, however narrow the network is."""
LONGEST = 140
"""Characters of a finding in the list; its layer has the whole text."""


class Note(NamedTuple):
    """A finding as a picture shows it: its number in the list below, its severity, its words."""

    number: int
    severity: str
    text: str


def picture(title: str, facts: str, graph: Graph, notes: Notes, theme: str) -> str:
    """The whole SVG: the title, the network, and the findings in words."""
    whole = drawn(graph)
    listed = sorted({note for group in notes.values() for note in group})
    columns = max(COLUMNS, int(whole.layout.width / SMALL))
    rows = [row for note in listed for row in _rows(note, columns)]
    widest = max(len(text) for text in (title, facts, *(text for _, text in rows))) * SMALL
    width = max(whole.layout.width, widest, LEAST) + 2 * EDGE
    below = TOP + whole.layout.height + EDGE
    height = below + ROW * len(rows) + EDGE
    left = (width - whole.layout.width) / 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}"',
        f'{_box(Size(width, height))} class="net" role="img" aria-label="{escape(title)}">',
        f"<style>{style(theme)}</style>",
        '<rect class="ground" width="100%" height="100%"/>',
        f'<text class="head" x="{_n(EDGE)}" y="26">{escape(title)}</text>',
        f'<text class="quiet" x="{_n(EDGE)}" y="44">{escape(facts)}</text>',
        *_graph(whole, (left, TOP), notes),
    ]
    for at, (severity, text) in enumerate(rows):
        place = f'x="{_n(EDGE)}" y="{_n(below + ROW * (at + 0.7))}"'
        parts.append(f'<text class="{severity}" {place}>{escape(text)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _rows(note: Note, columns: int) -> Iterator[tuple[str, str]]:
    """Yield the severity and the words of each row of a finding in the list; further rows are
    indented.
    """
    indent = "\N{NO-BREAK SPACE}" * (len(str(note.number)) + 2)
    text = cut(f"{note.number}  {note.text}", LONGEST)
    for row in wrap(text, columns, subsequent_indent=indent):
        yield note.severity, row


def _graph(whole: Drawn, at: Point, notes: Notes) -> Iterator[str]:
    left, top = at
    for points in whole.layout.routes.values():
        yield _route([(x + left, y + top) for x, y in points])
    for key, item in whole.graph.items.items():
        x, y = whole.layout.places[key]
        size = whole.sizes[key]
        corner = x + left - size.width / 2, y + top
        if isinstance(item, Card):
            yield from _card(item, corner, size, notes)
        else:
            yield from _frame(item, whole.inner[key], corner, size, notes)


def _route(points: Sequence[Point]) -> str:
    x, y = points[0]
    steps = [f"M{_n(x)} {_n(y)}"]
    for to_x, to_y in points[1:]:
        if abs(to_x - x) < NEAR:
            steps.append(f"V{_n(to_y)}")
        else:
            middle = _n((y + to_y) / 2)
            steps.append(f"C{_n(x)} {middle} {_n(to_x)} {middle} {_n(to_x)} {_n(to_y)}")
        x, y = to_x, to_y
    return f'<path class="line" d="{"".join(steps)}"/>'


def _card(card: Card, corner: Point, size: Size, notes: Notes) -> Iterator[str]:
    x, y = corner
    worst = _worst([note for line in card.lines for note in notes.get(line.path, ())])
    yield f'<g transform="translate({_n(x)} {_n(y)})">'
    yield f'<rect class="card" rx="5" {_box(size)}/>'
    top = 0.0
    for at, line in enumerate(card.lines):
        height = height_of(line)
        yield from _line(line, top, Size(size.width, height), notes.get(line.path, ()))
        if at:
            yield f'<path class="rule" d="M6 {_n(top)}H{_n(size.width)}"/>'
        top += height
    yield f'<rect class="outline {worst}" rx="5" {_box(size)}/></g>'


def _line(line: Line, top: float, size: Size, notes: Sequence[Note]) -> Iterator[str]:
    about = [*line.details, *(note.text for note in notes)]
    yield f"<g{_at(line.path)}><title>{chr(10).join(map(escape, about))}</title>"
    yield f'<rect class="row {_worst(notes)}" y="{_n(top)}" {_box(size)}/>'
    strip = _box(Size(3, size.height - 6))
    yield f'<rect class="{line.role}" y="{_n(top + 3)}" x="3" rx="1.5" {strip}/>'
    middle = top + 16
    right = size.width - 8
    yield _titled("title", (EDGE, middle), line.title, line.digest)
    if line.name:
        yield f'<text class="name" x="{_n(EDGE)}" y="{_n(middle + 14)}">{escape(line.name)}</text>'
    for note in reversed(notes):
        yield _badge(note, (right - 8, middle - 4))
        right -= MARK
    at = f'x="{_n(right)}" y="{_n(middle)}" text-anchor="end"'
    yield f'<text class="quiet" {at}>{escape(line.shape)}</text></g>'


def _titled(kind: str, at: Point, title: str, more: str) -> str:
    """A word in bold, and more about it in grey."""
    grey = f'<tspan class="quiet" dx="6">{escape(more)}</tspan>' if more else ""
    return f'<text class="{kind}" x="{_n(at[0])}" y="{_n(at[1])}">{escape(title)}{grey}</text>'


def _badge(note: Note, at: Point) -> str:
    x, y = _n(at[0]), _n(at[1])
    return (
        f'<circle class="badge {note.severity}" cx="{x}" cy="{y}" r="8"/>'
        f'<text class="number" x="{x}" y="{_n(at[1] + 3.5)}">{note.number}</text>'
    )


def _frame(frame: Frame, within: Drawn, corner: Point, size: Size, notes: Notes) -> Iterator[str]:
    x, y = corner
    marks = [note for path in (frame.path, *frame.hidden) for note in notes.get(path, ()) if path]
    box = f'x="{_n(x)}" y="{_n(y)}" rx="8" {_box(size)}'
    yield f'<rect class="frame {_worst(marks)}"{_at(frame.path)} {box}>'
    about = [frame.title, *(note.text for note in marks)]
    yield f"<title>{chr(10).join(map(escape, about))}</title></rect>"
    yield _titled("times", (x + 10, y + 18), frame.title, frame.note)
    for at, note in enumerate(reversed(marks)):
        yield _badge(note, (x + size.width - 14 - at * MARK, y + 14))
    middle = x + size.width / 2
    if frame.ports:
        yield _route([(middle, y), (middle, y + HEAD)])
    left = middle - reach(within)[0]
    yield from _graph(within, (left, y + HEAD), notes)


def _at(path: Path) -> str:
    """The JSON pointer of a layer, by which a page leads from the picture to the text."""
    return f' data-path="{escape(pointer(path))}"' if path else ""


def _worst(notes: Sequence[Note]) -> str:
    order = ("error", "warning", "advice")
    return min((note.severity for note in notes), key=order.index, default="")


def _box(size: Size) -> str:
    return f'width="{_n(size.width)}" height="{_n(size.height)}"'


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
