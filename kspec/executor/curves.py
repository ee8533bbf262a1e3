"""Training against validation for every value, as one SVG that needs nothing else."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from kspec.executor.files import write_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kspec.executor.history import History

WIDTH, HEIGHT = 420, 260
LEFT, RIGHT, TOP, BASE = 58, 16, 34, HEIGHT - 40
TRAIN, VALIDATION, BEST = "#2563eb", "#ea580c", "#6b7280"
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#374151}.title{font-size:14px;font-weight:600}"
    ".grid{stroke:#e5e7eb}.axis{stroke:#9ca3af}polyline{fill:none;stroke-width:2}"
)


class Panel(NamedTuple):
    """One value: its name, training and validation by epoch (None where it has no validation)."""

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
    width, height = columns * WIDTH, rows * HEIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"',
        f'height="{height}" role="img" aria-label="Learning curves">',
        f"<style>{STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for index, panel in enumerate(panels):
        x, y = index % columns * WIDTH, index // columns * HEIGHT
        parts.append(f'<g transform="translate({x} {y})">')
        parts.extend(_panel(panel, history.best))
        parts.append("</g>")
    return "\n".join([*parts, "</svg>", ""])


def _panels(history: History) -> Iterator[Panel]:
    columns = history.columns
    for name in sorted(columns, key=lambda name: name != "loss"):
        if not name.startswith("val_"):
            yield Panel(name, columns[name], columns.get(f"val_{name}"))


class Frame(NamedTuple):
    """The axes of a panel: marks of the value axis, and the number of the last epoch."""

    marks: list[float]
    last: int

    def at(self, epoch: float, value: float) -> tuple[float, float]:
        """Where a point lies."""
        low, high = self.marks[0], self.marks[-1]
        x = LEFT + (epoch - 1) / (self.last - 1) * (WIDTH - LEFT - RIGHT)
        return x, BASE - (value - low) / (high - low) * (BASE - TOP)


def _panel(panel: Panel, best: int | None) -> Iterator[str]:
    series = [panel.train, *([panel.validation] if panel.validation else [])]
    finite = [value for values in series for value in values if math.isfinite(value)]
    frame = Frame(
        ticks(min(finite, default=0.0), max(finite, default=1.0)), max(len(panel.train), 2)
    )
    yield f'<text class="title" x="{LEFT}" y="20">{escape(panel.name)}</text>'
    yield from axes(frame)
    if best is not None:
        x = frame.at(best, 0)[0]
        dashed = f'stroke="{BEST}" stroke-dasharray="4 3"'
        yield f'<line {dashed} x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{BASE}"/>'
    for values, color in zip(series, (TRAIN, VALIDATION), strict=False):
        points = [
            frame.at(epoch, value) for epoch, value in enumerate(values, 1) if math.isfinite(value)
        ]
        yield from line(points, color)
    yield from _legend(best, validated=panel.validation is not None)


def axes(frame: Frame) -> Iterator[str]:
    """The grid with its numbers."""
    right = WIDTH - RIGHT
    for mark in frame.marks:
        y = frame.at(1, mark)[1]
        yield f'<line class="grid" x1="{LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{mark:g}</text>'
    yield f'<text x="{LEFT - 8}" y="{BASE + 16}" text-anchor="end">epoch</text>'
    for epoch in ticks(1, frame.last):
        if epoch == int(epoch) and 1 <= epoch <= frame.last:
            x = frame.at(epoch, 0)[0]
            yield f'<text x="{x:.1f}" y="{BASE + 16}" text-anchor="middle">{epoch:g}</text>'
    yield f'<line class="axis" x1="{LEFT}" x2="{right}" y1="{BASE}" y2="{BASE}"/>'


def line(points: Sequence[tuple[float, float]], color: str, style: str = "") -> Iterator[str]:
    """A series, as a line or where there is a single point as a dot."""
    if len(points) == 1:
        ((x, y),) = points
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>'
    elif points:
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield f'<polyline stroke="{color}"{style} points="{drawn}"/>'


def _legend(best: int | None, *, validated: bool) -> Iterator[str]:
    entries = [("training", TRAIN), *([("validation", VALIDATION)] if validated else [])]
    if best is not None:
        entries.append((f"best: epoch {best}", BEST))
    x, y = LEFT, HEIGHT - 8
    for words, color in entries:
        stroke = f'stroke="{color}" stroke-width="3"'
        yield f'<line {stroke} x1="{x}" x2="{x + 16}" y1="{y - 4}" y2="{y - 4}"/>'
        yield f'<text x="{x + 22}" y="{y}">{words}</text>'
        x += 44 + 7 * len(words)


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers in even steps that enclose both values."""
    if high <= low:
        low, high = low - (abs(low) * 0.1 or 0.5), high + (abs(high) * 0.1 or 0.5)
    rough = (high - low) / (most - 1)
    power = 10 ** math.floor(math.log10(rough))
    step = next((size * power for size in (1, 2, 5, 10) if size * power >= rough), 10 * power)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]
