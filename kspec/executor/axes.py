"""The axes of a picture of curves: epochs to the right, values upwards."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Self

WIDTH, HEIGHT = 420, 260
LEFT, RIGHT, TOP, BASE = 58, 16, 34, HEIGHT - 40
STEEP = 8.0
"""Ratio of the largest value to the smallest from which on the axis is logarithmic: else the first
epochs press all later ones together. Values that rise from near 0, as an accuracy, have even steps
all the same.
"""


class Frame(NamedTuple):
    """The marks of the value axis, the number of the last epoch, and whether the axis is
    logarithmic.
    """

    marks: list[float]
    last: int
    logarithmic: bool = False

    @classmethod
    def around(cls, series: Sequence[Sequence[float]], last: int) -> Self:
        """The axes that show all finite values of some series."""
        finite = [value for values in series for value in values if math.isfinite(value)]
        low, high = min(finite, default=0.0), max(finite, default=1.0)
        falls = any(values and values[-1] < values[0] for values in series)
        if falls and low > 0 and high > STEEP * low:
            return cls(ratios(low, high), max(last, 2), logarithmic=True)
        return cls(ticks(low, high), max(last, 2))

    def at(self, epoch: float, value: float) -> tuple[float, float]:
        """Position of a point."""
        scale = math.log if self.logarithmic else float
        low, high, here = scale(self.marks[0]), scale(self.marks[-1]), scale(value)
        x = LEFT + (epoch - 1) / (self.last - 1) * (WIDTH - LEFT - RIGHT)
        return x, BASE - (here - low) / (high - low) * (BASE - TOP)


def axes(frame: Frame) -> Iterator[str]:
    """The grid with its numbers."""
    right = WIDTH - RIGHT
    for mark in frame.marks:
        y = frame.at(1, mark)[1]
        yield f'<line class="grid" x1="{LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{mark:g}</text>'
    yield f'<text x="{LEFT - 8}" y="{BASE + 16}" text-anchor="end">epoch</text>'
    for epoch in sorted({1.0, *ticks(1, frame.last)}):
        if epoch == int(epoch) and 1 <= epoch <= frame.last:
            x = frame.at(epoch, frame.marks[0])[0]
            yield f'<text x="{x:.1f}" y="{BASE + 16}" text-anchor="middle">{epoch:g}</text>'
    yield f'<line class="axis" x1="{LEFT}" x2="{right}" y1="{BASE}" y2="{BASE}"/>'


def line(points: Sequence[tuple[float, float]], look: str) -> Iterator[str]:
    """A series, as a line or where there is a single point as a dot; ``look`` are attributes."""
    if len(points) == 1:
        ((x, y),) = points
        yield f'<circle {look} cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
    elif points:
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield f'<polyline {look} points="{drawn}"/>'


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers in even steps that enclose both values."""
    if high <= low:
        low, high = low - (abs(low) * 0.1 or 0.5), high + (abs(high) * 0.1 or 0.5)
    rough = (high - low) / (most - 1)
    power = 10 ** math.floor(math.log10(rough))
    step = next((size * power for size in (1, 2, 5, 10) if size * power >= rough), 10 * power)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]


def ratios(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers in even ratios that enclose both values, which are above 0."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    between = [float(f"{digit}e{power}") for power in range(first, last + 1) for digit in (1, 2, 5)]
    below = max((mark for mark in between if mark <= low), default=between[0])
    above = min((mark for mark in between if mark >= high), default=between[-1])
    marks = [mark for mark in between if below <= mark <= above]
    return marks if len(marks) <= most else _thinned(marks, most)


def _thinned(marks: list[float], most: int) -> list[float]:
    """Every so-manieth mark, with one more beyond the last where it does not fit."""
    step = -(-(len(marks) - 1) // (most - 1))
    kept = marks[::step]
    return kept if kept[-1] == marks[-1] else [*kept, marks[-1]]
