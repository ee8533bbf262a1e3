"""How far predicted numbers are from the true ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kspec.executor.axes import ticks
from kspec.executor.numbers import shown
from kspec.executor.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.data.array import Array
    from kspec.executor.held_out.held import Held

MOST_POINTS = 1000
"""More points than this cover each other."""
MOST_PICTURES = 6
"""Of more values in a row than this, all are shown in one picture."""
SIZE, MARGIN = 320, 48
BARS = 24
PERCENTILES = (0, 5, 25, 50, 75, 95, 100)


def residuals(held: Held) -> Iterator[str]:
    """Points against each other and how often which residual is; for each of a few values in a
    row.
    """
    width = 1 if held.by_place else held.width
    single = width > MOST_PICTURES or width == 1
    true = held.target.reshape(-1, 1 if single else width).astype(float)
    given = held.given.reshape(true.shape).astype(float)
    yield "<h2>Residuals on what was held out</h2>"
    for at in range(true.shape[1]):
        if not single:
            yield f"<h3>Value {at}</h3>"
        yield from _of_one(true[:, at], given[:, at])


def _of_one(true: Array, given: Array) -> Iterator[str]:
    left = given - true
    step = -(-len(true) // MOST_POINTS)
    yield f'<div class="pair">{_scatter(true[::step], given[::step])}{_histogram(left)}</div>'
    values = np.percentile(left, PERCENTILES)
    yield table([f"{mark} %" for mark in PERCENTILES], [[shown(float(value)) for value in values]])
    spread = float(np.square(true - true.mean()).sum())
    fit = f"; R² {1 - float(np.square(left).sum()) / spread:.3f}" if spread else ""
    mean, size = shown(float(left.mean())), shown(float(np.abs(left).mean()))
    yield f'<p class="quiet">Prediction less target, by percentiles; mean {mean}, '
    yield f"mean size {size}{fit}.</p>"


def _scatter(true: Array, given: Array) -> str:
    both = np.concatenate([true, given])
    marks = ticks(float(both.min()), float(both.max()))
    across = _Axis(marks)
    base = SIZE - MARGIN
    lines = [
        f'<line class="grid" x1="{across.at(mark):.1f}" x2="{across.at(mark):.1f}" '
        f'y1="{MARGIN}" y2="{base}"/><line class="grid" x1="{MARGIN}" x2="{base}" '
        f'y1="{SIZE - across.at(mark):.1f}" y2="{SIZE - across.at(mark):.1f}"/>'
        f'<text x="{across.at(mark):.1f}" y="{base + 16}" text-anchor="middle">{mark:g}</text>'
        f'<text x="{MARGIN - 6}" y="{SIZE - across.at(mark) + 4:.1f}" text-anchor="end">{mark:g}'
        "</text>"
        for mark in marks
    ]
    points = [
        f'<circle cx="{across.at(one):.1f}" cy="{SIZE - across.at(two):.1f}" r="2.5"/>'
        for one, two in zip(true.tolist(), given.tolist(), strict=True)
    ]
    return _picture(
        "Prediction against target",
        f'{"".join(lines)}<line class="ideal" x1="{MARGIN}" y1="{base}" x2="{base}" y2="{MARGIN}"/>'
        f'<g class="points">{"".join(points)}</g>'
        f'<text x="{SIZE / 2}" y="{SIZE - 12}" text-anchor="middle">target</text>'
        f'<text x="{MARGIN}" y="{MARGIN - 14}">prediction</text>',
    )


def _histogram(left: Array) -> str:
    counts, edges = np.histogram(left, bins=BARS)
    marks = ticks(float(edges[0]), float(edges[-1]), most=4)
    across, base = _Axis(marks), SIZE - MARGIN
    tallest = max(int(counts.max()), 1)
    bars = [
        f'<rect x="{across.at(low):.1f}" width="{max(across.length(high - low) - 1, 1):.1f}" '
        f'y="{base - count / tallest * (base - MARGIN):.1f}" '
        f'height="{count / tallest * (base - MARGIN):.1f}"/>'
        for count, low, high in zip(counts.tolist(), edges[:-1], edges[1:], strict=True)
    ]
    numbers = [
        f'<text x="{across.at(mark):.1f}" y="{base + 16}" text-anchor="middle">{mark:g}</text>'
        for mark in marks
    ]
    zero = across.at(0.0)
    ideal = f'<line class="ideal" x1="{zero:.1f}" x2="{zero:.1f}" y1="{MARGIN}" y2="{base}"/>'
    return _picture(
        "How often which residual is",
        f'<g class="points">{"".join(bars)}</g>{ideal if marks[0] <= 0 <= marks[-1] else ""}'
        f'<line class="axis" x1="{MARGIN}" x2="{base}" y1="{base}" y2="{base}"/>'
        f'<text x="{MARGIN - 6}" y="{MARGIN + 4}" text-anchor="end">{tallest:,}</text>'
        f'{"".join(numbers)}<text x="{SIZE / 2}" y="{SIZE - 12}" text-anchor="middle">'
        f'prediction less target</text><text x="{MARGIN}" y="{MARGIN - 14}">how often</text>',
    )


class _Axis:
    """Where values lie on an axis of a picture, from left to right."""

    def __init__(self, marks: list[float]) -> None:
        self.low, self.span = marks[0], marks[-1] - marks[0]

    def at(self, value: float) -> float:
        return MARGIN + self.length(value - self.low)

    def length(self, span: float) -> float:
        return span / self.span * (SIZE - 2 * MARGIN)


def _picture(label: str, inner: str) -> str:
    return (
        f'<svg class="chart" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}" role="img" '
        f'aria-label="{label}">{inner}</svg>'
    )
