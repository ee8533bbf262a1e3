"""A network as a picture, with findings marked on it."""

from collections.abc import Iterator, Sequence

from kspec.analysis.drawing.cards import LONGEST_NAME, graph_of
from kspec.analysis.drawing.digest import cut
from kspec.analysis.drawing.folding import folded
from kspec.analysis.drawing.items import Card, Frame, Graph
from kspec.analysis.drawing.svg import Note, picture
from kspec.analysis.model import Analysis
from kspec.analysis.summary import summarize
from kspec.analysis.summary_table import count_text, macs_text
from kspec.named_tuple import NamedTuple
from kspec.spec.problem import Path
from kspec.spec.type_words import counted


class Mark(NamedTuple):
    """A finding to be marked: its places in the document, the best first, how bad it is, and its
    words.
    """

    paths: tuple[Path, ...]
    severity: str
    text: str


def draw(
    analysis: Analysis,
    marks: Sequence[Mark] = (),
    *,
    title: str | None = None,
    fold: bool = True,
    expand: bool = False,
    theme: str = "auto",
) -> str | None:
    """Draw the network as SVG; None without a network.

    ``title`` is that of a network without a name of its own. ``fold`` draws equal blocks in a row
    once, ``expand`` draws the inside of nested models. ``theme`` is ``light``, ``dark`` or
    ``auto``, which follows the reader's screen. A mark is shown at its layer, and listed below.
    """
    summary = summarize(analysis)
    if summary is None or analysis.spec is None:
        return None
    rows = {row.name: row for row in summary.rows}
    graph = graph_of(analysis.spec.network, analysis.trace, rows, nested=expand)
    if fold:
        graph = _folded(graph)
    layers = counted(sum(not row.is_operation for row in summary.rows), "layer")
    facts = f"{layers}, {count_text(summary.params)} parameters, {macs_text(summary)} MACs"
    name = analysis.spec.name or title or summary.name
    return picture(cut(name, LONGEST_NAME), facts, graph, _notes(graph, marks), theme)


def _folded(graph: Graph) -> Graph:
    items = {
        key: item._replace(inner=_folded(item.inner)) if isinstance(item, Frame) else item
        for key, item in graph.items.items()
    }
    return folded(Graph(items, graph.edges))


def _notes(graph: Graph, marks: Sequence[Mark]) -> dict[Path, list[Note]]:
    """Map paths of drawn items to their marks; marks of the document itself have an empty path."""
    drawn = set(_paths(graph))
    notes: dict[Path, list[Note]] = {}
    for number, mark in enumerate(marks, 1):
        around = (path[:size] for path in mark.paths for size in range(len(path), 0, -1))
        place = next((path for path in around if path in drawn), ())
        notes.setdefault(place, []).append(Note(number, mark.severity, mark.text))
    return notes


def _paths(graph: Graph) -> Iterator[Path]:
    for item in graph.items.values():
        if isinstance(item, Card):
            yield from (line.path for line in item.lines)
        else:
            yield item.path
            yield from item.hidden
            yield from _paths(item.inner)
