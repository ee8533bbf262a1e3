"""What a network gets wrong on what was held out: a confusion matrix, or the residuals."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kspec.analysis.drawing.markup import escape
from kspec.executor.axes import ticks
from kspec.executor.curves import TRAIN, VALIDATION
from kspec.executor.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kspec.executor.data.samples import Array

MOST_CLASSES = 30
"""A confusion matrix of more classes than this is no longer read."""
MOST_POINTS = 1000
"""More points than this cover each other."""
SIZE, MARGIN = 320, 48
HALF = 0.5


class Held(NamedTuple):
    """An output with its targets and predictions on what was held out; ``names`` are those of
    numbered classes.
    """

    output: str
    target: Array
    given: Array
    names: Sequence[str] = ()


def all_mistakes(outputs: Sequence[Held]) -> Iterator[str]:
    """The parts of the page for every output, under its name where there are several."""
    for held in outputs:
        shown = list(mistakes(held.target, held.given, held.names))
        if shown and len(outputs) > 1:
            shown[0] = shown[0].replace("</h2>", f": {escape(held.output)}</h2>")
        yield from shown


def mistakes(target: Array, given: Array, names: Sequence[str] = ()) -> Iterator[str]:
    """The parts of the page for one output; ``names`` are those of numbered classes."""
    width = given.shape[-1] if given.ndim > 1 else 1
    flat, guess = target.reshape(len(target), -1), given.reshape(len(given), -1)
    if width > 1 and flat.shape[1] in {1, width} and given.ndim == 2:  # noqa: PLR2004 - a row of classes
        true = flat[:, 0] if flat.shape[1] == 1 else flat.argmax(axis=1)
        if flat.shape[1] == 1 or (flat.sum(axis=1) == 1).all():
            yield from _confusion(true.astype(int), guess.argmax(axis=1), width, names)
    elif width == 1 and flat.shape[1] == 1 and np.isin(flat, (0, 1)).all():
        yield from _confusion(flat[:, 0].astype(int), (guess[:, 0] > HALF).astype(int), 2, names)
    elif flat.shape == guess.shape and flat.shape[1] == 1:
        yield from _residuals(flat[:, 0], guess[:, 0])


def _confusion(true: Array, given: Array, width: int, names: Sequence[str]) -> Iterator[str]:
    if width > MOST_CLASSES:
        return
    matrix = np.zeros((width, width), dtype=int)
    np.add.at(matrix, (true, given), 1)
    totals = matrix.sum(axis=1)

    def style(row: int, column: int) -> str:
        if not 0 < column <= width or not totals[row]:
            return ""
        share = matrix[row, column - 1] / totals[row]
        color = "37,99,235" if column - 1 == row else "234,88,12"
        return f"background:rgba({color},{0.75 * share:.2f})" if share else "color:#d1d5db"

    labels = [names[at] if at < len(names) else str(at) for at in range(width)]
    right = [matrix[at, at] / total if total else 0.0 for at, total in enumerate(totals)]
    yield "<h2>Confusion on what was held out</h2>"
    yield '<p class="quiet">A row for each true class, a column for each predicted one.</p>'
    rows = [
        [label, *map(int, line), f"{share:.1%}"]
        for label, line, share in zip(labels, matrix, right, strict=True)
    ]
    yield table(["", *labels, "right"], rows, style)


def _residuals(true: Array, given: Array) -> Iterator[str]:
    residuals = given - true
    yield "<h2>Residuals on what was held out</h2>"
    yield _scatter(true[:MOST_POINTS], given[:MOST_POINTS])
    marks = (0, 5, 25, 50, 75, 95, 100)
    values = np.percentile(residuals, marks)
    yield table([f"{mark} %" for mark in marks], [[f"{value:.4g}" for value in values]])
    spread = float(np.square(true - true.mean()).sum())
    fit = f"; R² {1 - float(np.square(residuals).sum()) / spread:.3f}" if spread else ""
    yield (
        f'<p class="quiet">Prediction less target, by percentiles; mean {residuals.mean():.4g}, '
        f"mean size {np.abs(residuals).mean():.4g}{fit}.</p>"
    )


def _scatter(true: Array, given: Array) -> str:
    both = np.concatenate([true, given])
    marks = ticks(float(both.min()), float(both.max()))
    low, span = marks[0], marks[-1] - marks[0]

    def at(value: float) -> float:
        return (value - low) / span * (SIZE - 2 * MARGIN)

    base = SIZE - MARGIN
    lines = [
        f'<line class="grid" x1="{MARGIN + at(mark):.1f}" x2="{MARGIN + at(mark):.1f}" '
        f'y1="{MARGIN}" y2="{base}"/><line class="grid" x1="{MARGIN}" x2="{SIZE - MARGIN}" '
        f'y1="{base - at(mark):.1f}" y2="{base - at(mark):.1f}"/>'
        f'<text x="{MARGIN + at(mark):.1f}" y="{base + 16}" text-anchor="middle">{mark:g}</text>'
        f'<text x="{MARGIN - 6}" y="{base - at(mark) + 4:.1f}" text-anchor="end">{mark:g}</text>'
        for mark in marks
    ]
    points = [
        f'<circle cx="{MARGIN + at(float(one)):.1f}" cy="{base - at(float(two)):.1f}" r="2.5"/>'
        for one, two in zip(true, given, strict=True)
    ]
    return (
        f'<svg class="scatter" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}" '
        f'role="img" aria-label="Prediction against target">{"".join(lines)}'
        f'<line stroke="{VALIDATION}" stroke-dasharray="4 3" x1="{MARGIN}" y1="{base}" '
        f'x2="{SIZE - MARGIN}" y2="{MARGIN}"/><g fill="{TRAIN}" fill-opacity=".5">'
        f'{"".join(points)}</g><text x="{SIZE / 2}" y="{SIZE - 12}" text-anchor="middle">target'
        f'</text><text x="{MARGIN}" y="{MARGIN - 14}">prediction</text></svg>'
    )
