"""Sizes of cards and frames, and their positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.analysis.drawing.folding import IN, OUT
from kspec.analysis.drawing.items import Card, Frame, Graph, Line
from kspec.analysis.drawing.layout import Layout, Size, lay_out
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

PLAIN, NAMED = 24.0, 38.0
"""Heights of a line without and with a name."""
WIDE, SMALL = 7.3, 6.1
"""Widths of a character of a title, and of smaller text: roomy guesses."""
LEAST, MOST = 190.0, 460.0
EDGE, BORDER, HEAD = 12.0, 16.0, 26.0
MARK = 22.0
"""The place that the number of a finding takes."""


class Drawn(NamedTuple):
    """Graph with its layout, and the graphs inside its frames."""

    graph: Graph
    layout: Layout
    sizes: Mapping[str, Size]
    inner: Mapping[str, Drawn]


def drawn(graph: Graph) -> Drawn:
    """The layout of a graph and of all graphs in it."""
    inner = {key: drawn(item.inner) for key, item in graph.items.items() if isinstance(item, Frame)}
    width = max(
        (
            _width(line)
            for item in graph.items.values()
            if isinstance(item, Card)
            for line in item.lines
        ),
        default=LEAST,
    )
    sizes = {}
    linked = [key for edge in graph.edges for key in edge]
    if IN in linked:
        sizes[IN] = Size(0, 0)
    for key, item in graph.items.items():
        if isinstance(item, Card):
            sizes[key] = Size(width, sum(map(height_of, item.lines)))
        else:
            sizes[key] = _frame_size(item, inner[key])
    if OUT in linked:
        sizes[OUT] = Size(0, 0)
    return Drawn(graph, lay_out(sizes, graph.edges), sizes, inner)


def _frame_size(frame: Frame, within: Drawn) -> Size:
    head = len(frame.title) * WIDE + len(frame.note) * SMALL + 2 * BORDER + MARK
    sides = 0.0 if frame.ports else BORDER
    left, right = reach(within)
    width = 2 * max(left, right) + 2 * BORDER
    return Size(max(width, head), within.layout.height + HEAD + sides)


def reach(within: Drawn) -> tuple[float, float]:
    """Extents of a frame's inside to the left and right of its incoming lines."""
    middle = within.layout.places.get(IN, (within.layout.width / 2, 0.0))[0]
    return middle, within.layout.width - middle


def _width(line: Line) -> float:
    first = len(line.title) * WIDE + (len(line.digest) + len(line.shape) + 4) * SMALL
    return min(max(first + 2 * EDGE + MARK, len(line.name) * SMALL + 2 * EDGE, LEAST), MOST)


def height_of(line: Line) -> float:
    """Height of a layer on its card."""
    return NAMED if line.name else PLAIN
