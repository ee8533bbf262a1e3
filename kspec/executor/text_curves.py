"""Curves drawn with letters, for a terminal and for a log."""

import math
from collections.abc import Iterator, Mapping, Sequence

WIDTH, HEIGHT = 60, 10
MARGIN = 10
"""Width of the numbers at the left, in characters."""


def text_curves(title: str, series: Mapping[str, Sequence[float]]) -> Iterator[str]:
    """The lines of a plot of values by epoch: a letter for each series, ``*`` for several."""
    finite = [one for values in series.values() for one in values if math.isfinite(one)]
    last = max(map(len, series.values()), default=0)
    if not finite or not last:
        return
    low, high = min(finite), max(finite)
    grid = [[" "] * WIDTH for _ in range(HEIGHT)]
    for letter, values in series.items():
        for column, value in _columns(values, last):
            row = round((high - value) / (high - low or 1) * (HEIGHT - 1))
            grid[row][column] = letter if grid[row][column] in {" ", letter} else "*"
    yield f"{'':>{MARGIN}} {title}"
    for row, cells in enumerate(grid):
        number = {0: f"{high:g}", HEIGHT - 1: f"{low:g}"}.get(row, "")
        yield f"{number:>{MARGIN}} |{''.join(cells).rstrip()}"
    yield f"{'':>{MARGIN}} +{'-' * WIDTH}"
    yield f"{'':>{MARGIN}}  1{f'epoch {last}':>{WIDTH - 1}}"


def _columns(values: Sequence[float], last: int) -> Iterator[tuple[int, float]]:
    """The value in every column, between two epochs on the line that joins them."""
    for column in range(WIDTH):
        at = column / (WIDTH - 1) * (last - 1)
        before = math.floor(at)
        after = min(before + 1, len(values) - 1)
        if before >= len(values):
            return
        value = values[before] + (values[after] - values[before]) * (at - before)
        if math.isfinite(value):
            yield column, value
