"""Training against validation for every value, as one SVG that needs nothing else."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from kspec.analysis.drawing.markup import escape
from kspec.executor.axes import BASE, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Frame, axes, line
from kspec.executor.files import write_text
from kspec.executor.numbers import shown
from kspec.executor.page_style import CHART

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kspec.executor.history import History

SERIES = ("train", "validation")
"""The classes of the curves, by which the style gives them colours."""


class Panel(NamedTuple):
    """Curves of a value: its name, training and validation by epoch (None where it has no
    validation).
    """

    name: str
    train: list[float]
    validation: list[float] | None


def write_curves(path: Path, history: History) -> None:
    """Write the curves of a history into a file; nothing for a history without epochs."""
    if history.rows:
        write_text(path, curves(history))


def curves(history: History) -> str:
    """The SVG: a panel for each value, two in a row, with the best epoch marked."""
    panels = list(_panels(history))
    columns = min(2, len(panels))
    rows = -(-len(panels) // columns)
    parts = [*_opening(columns * WIDTH, rows * HEIGHT, "Learning curves"), alone()]
    for index, panel in enumerate(panels):
        x, y = index % columns * WIDTH, index // columns * HEIGHT
        parts.append(f'<g transform="translate({x} {y})">')
        parts.extend(_panel(panel, history.best))
        parts.append("</g>")
    return "\n".join([*parts, "</svg>", ""])


def alone() -> str:
    """Style of a picture outside of a page."""
    return f"<style>{CHART}</style>"


def _opening(width: int, height: int, label: str) -> Iterator[str]:
    yield f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
    yield f'width="{width}" height="{height}" role="img" aria-label="{escape(label)}">'
    yield f'<rect class="ground" width="{width}" height="{height}"/>'


def _panels(history: History) -> Iterator[Panel]:
    columns = history.columns
    for name in sorted(columns, key=lambda name: name != "loss"):
        if not name.startswith("val_"):
            yield Panel(name, columns[name], columns.get(f"val_{name}"))


def _panel(panel: Panel, best: int | None) -> Iterator[str]:
    series = [panel.train, *([panel.validation] if panel.validation else [])]
    frame = Frame.around(series, len(panel.train))
    yield f'<text class="title" x="{LEFT}" y="20">{escape(panel.name)}</text>'
    yield from axes(frame)
    if best is not None:
        x = frame.at(best, frame.marks[0])[0]
        yield f'<line class="best dashed" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{BASE}"/>'
    for values, kind in zip(series, SERIES, strict=False):
        points = [(at, value) for at, value in enumerate(values, 1) if math.isfinite(value)]
        yield from line([frame.at(*point) for point in points], f'class="{kind}"')
    if best is not None:
        yield from _mark(frame, best, series[-1][best - 1], SERIES[len(series) - 1])
    yield from _legend(best, validated=panel.validation is not None)


def _mark(frame: Frame, best: int, value: float, kind: str) -> Iterator[str]:
    """The best epoch on the curve that decides, with its value."""
    if math.isfinite(value):
        x, y = frame.at(best, value)
        right = x > (LEFT + WIDTH - RIGHT) / 2
        anchor, aside = ("end", -7) if right else ("start", 7)
        yield f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
        yield (
            f'<text class="mark" x="{x + aside:.1f}" y="{max(y - 8, TOP + 4):.1f}" '
            f'text-anchor="{anchor}">{shown(value)}</text>'
        )


def _legend(best: int | None, *, validated: bool) -> Iterator[str]:
    entries = [("training", "train"), *([("validation", "validation")] if validated else [])]
    if best is not None:
        entries.append((f"best: epoch {best}", "best dashed"))
    x, y = LEFT, HEIGHT - 8
    for words, kind in entries:
        yield f'<line class="key {kind}" x1="{x}" x2="{x + 16}" y1="{y - 4}" y2="{y - 4}"/>'
        yield f'<text x="{x + 22}" y="{y}">{words}</text>'
        x += 44 + 7 * len(words)
