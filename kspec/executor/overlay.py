"""The curves of several runs in one picture, and the page that compares them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kspec.analysis.drawing.markup import escape
from kspec.executor.axes import HEIGHT, LEFT, WIDTH, Frame, axes, line
from kspec.executor.charts.chart import COLORS, assets
from kspec.executor.charts.history_charts import overlaid_charts
from kspec.executor.comparison import lines, value_names
from kspec.executor.curves import alone
from kspec.executor.page_style import STYLE
from kspec.executor.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kspec.executor.stored_runs import StoredRun

ROW = 20
"""The height of a line of the legend."""


def compared(runs: Sequence[StoredRun]) -> str:
    """Page with the curves of all runs, and a table of their values."""
    rows = list(lines(runs))

    def style(row: int, column: int) -> str:
        return "font-weight:600;color:var(--good)" if column - 1 in rows[row].best else ""

    names = ", ".join(run.path.name for run in runs)
    head = ["", *(str(run.path) for run in runs)]
    parts = [
        '<!doctype html><html lang="en"><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{escape(names)}</title><style>{STYLE}</style>",
        f"<h1>{len(runs)} runs</h1>",
        '<p class="quiet">Solid lines are validation, dashed ones training.</p>',
        '<div class="curves">',
        *overlaid_charts(_names(runs), {str(run.path): run.history for run in runs}),
        "</div>",
        "<h2>Side by side</h2>",
        table(head, [[one.name, *one.cells] for one in rows], style),
        assets(),
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def overlay(runs: Sequence[StoredRun]) -> str:
    """The SVG: a panel for each value, two in a row, a colour for each run."""
    names = _names(runs)
    columns = min(2, len(names))
    panels = -(-len(names) // columns) * HEIGHT
    width, height = columns * WIDTH, panels + ROW * len(runs) + ROW
    parts = [
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"',
        f'width="{width}" height="{height}" role="img"',
        f'aria-label="Learning curves of {len(runs)} runs">{alone()}',
        f'<rect class="ground" width="{width}" height="{height}"/>',
    ]
    for index, name in enumerate(names):
        x, y = index % columns * WIDTH, index // columns * HEIGHT
        parts += [f'<g transform="translate({x} {y})">', *_panel(name, runs), "</g>"]
    for at, run in enumerate(runs):
        y = panels + ROW * at + ROW // 2
        parts.append(
            f'<line {_look(at, "key")} x1="{LEFT}" x2="{LEFT + 18}" y1="{y - 4}" '
            f'y2="{y - 4}"/><text x="{LEFT + 26}" y="{y}">{escape(str(run.path))}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


def _names(runs: Sequence[StoredRun]) -> list[str]:
    return [name.removeprefix("val_") for name in value_names(runs)] or ["loss"]


def _panel(name: str, runs: Sequence[StoredRun]) -> Iterator[str]:
    series = [
        (values, _look(at, more))
        for at, run in enumerate(runs)
        for key, more in ((name, "faint"), (f"val_{name}", ""))
        if (values := run.history.columns.get(key))
    ]
    last = max((len(run.history.rows) for run in runs), default=0)
    frame = Frame.around([values for values, _ in series], last)
    yield f'<text class="title" x="{LEFT}" y="20">{escape(name)}</text>'
    yield from axes(frame)
    for values, look in series:
        points = [frame.at(epoch, one) for epoch, one in enumerate(values, 1) if math.isfinite(one)]
        yield from line(points, look)


def _look(at: int, more: str = "") -> str:
    """HTML attributes of an element of a run."""
    return f'class="{f"run {more}".strip()}" style="--run:{COLORS[at % len(COLORS)]}"'
