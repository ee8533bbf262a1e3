"""Residuals of predicted numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kspec.executor.charts.chart import Chart, Series
from kspec.executor.numbers import shown
from kspec.executor.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.data.array import Array
    from kspec.executor.held_out.held import HeldOutput

MOST_POINTS = 1000
"""More points than this cover each other."""
MOST_PICTURES = 6
"""Number of values in a row above which all are shown in one picture."""
BARS = 24
PERCENTILES = (0, 5, 25, 50, 75, 95, 100)


def residuals(output: HeldOutput) -> Iterator[str]:
    """Yield the points of true and predicted values, and the histogram of residuals; for each of a
    few values in a row.
    """
    width = 1 if output.by_place else output.width
    single = width > MOST_PICTURES or width == 1
    true = output.target.reshape(-1, 1 if single else width).astype(float)
    predicted = output.predicted.reshape(true.shape).astype(float)
    yield "<h2>Residuals on what was held out</h2>"
    for at in range(true.shape[1]):
        if not single:
            yield f"<h3>Value {at}</h3>"
        yield from _of_one(true[:, at], predicted[:, at])


def _of_one(true: Array, predicted: Array) -> Iterator[str]:
    numbers = np.isfinite(predicted)
    if not numbers.all():
        count = int(len(numbers) - numbers.sum())
        yield f'<p class="quiet">{count:,} predictions are no numbers, and are left out.</p>'
        true, predicted = true[numbers], predicted[numbers]
    if not len(true):
        return
    left = predicted - true
    step = -(-len(true) // MOST_POINTS)
    yield f'<div class="pair">{_scatter(true[::step], predicted[::step])}{_histogram(left)}</div>'
    values = np.percentile(left, PERCENTILES)
    yield table([f"{mark} %" for mark in PERCENTILES], [[shown(float(value)) for value in values]])
    spread = float(np.square(true - true.mean()).sum())
    fit = f"; R² {1 - float(np.square(left).sum()) / spread:.3f}" if spread else ""
    mean, size = shown(float(left.mean())), shown(float(np.abs(left).mean()))
    yield f'<p class="quiet">Residuals (prediction - target) by percentile; mean {mean}, '
    yield f"mean absolute error {size}{fit}.</p>"


def _scatter(true: Array, predicted: Array) -> str:
    order = np.argsort(true, kind="stable")
    x, y = true[order].tolist(), predicted[order].tolist()
    series = [
        Series("prediction", y, "--train", "points"),
        Series("perfect prediction", x, "--validation", "ideal"),
    ]
    return Chart("Prediction against target", "target", x, series, square=True).html()


def _histogram(left: Array) -> str:
    counts, edges = np.histogram(left, bins=BARS)
    middles = ((edges[:-1] + edges[1:]) / 2).tolist()
    zero = 0.0 if edges[0] <= 0 <= edges[-1] else None
    series = [Series("samples", counts.tolist(), "--train", "bars")]
    title = "Distribution of the residuals"
    return Chart(title, "residual (prediction - target)", middles, series, zero, square=True).html()
