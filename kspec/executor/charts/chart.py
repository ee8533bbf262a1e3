"""A chart as a page holds it: its data as JSON, which ``charts.js`` has uPlot draw."""

import json
import math
from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Any

from kspec.analysis.drawing.markup import escape
from kspec.named_tuple import NamedTuple

STEEP = 8.0
"""Ratio of the largest value to the smallest from which on the axis is logarithmic: else the first
epochs press all later ones together.
"""
COLORS = ("#2563eb", "#ea580c", "#16a34a", "#9333ea", "#dc2626", "#0891b2", "#ca8a04", "#6b7280")
"""Colors that differ on a light and on a dark background."""


class Series(NamedTuple):
    """Values by x; ``color`` is one of CSS, or the name of a variable of the page's style."""

    label: str
    values: Sequence[float | None]
    color: str = "--train"
    look: str = "line"
    """Style of the line: ``line``, ``dashed``, ``points``, ``bars``, or ``ideal`` for the expected
    values.
    """
    texts: Sequence[str] = ()
    """Texts of the values, where they are not the numbers."""


class Chart(NamedTuple):
    """Series over the same x, which rises. ``mark`` is an x with a line through it; ``ticks`` are
    words for x, from 0 on.
    """

    title: str
    x_label: str
    x: Sequence[float]
    series: Sequence[Series]
    mark: float | None = None
    logarithmic: bool = False
    ticks: Sequence[str] = ()
    square: bool = False

    def html(self) -> str:
        """Element of the chart, with its title for screen readers."""
        data: dict[str, Any] = {
            "title": self.title,
            "xLabel": self.x_label,
            "x": [_finite(value) for value in self.x],
            "series": [
                {
                    **one._asdict(),
                    "values": [_finite(value) for value in one.values],
                    "texts": list(one.texts),
                }
                for one in self.series
            ],
            "mark": self.mark,
            "logarithmic": self.logarithmic,
            "ticks": list(self.ticks),
            "square": self.square,
        }
        text = json.dumps(data, allow_nan=False).replace("<", "\\u003c")
        return (
            f'<figure class="plot" role="img" aria-label="{escape(self.title)}">'
            f'<script type="application/json">{text}</script></figure>'
        )


def assets() -> str:
    """Style and code that the charts of a page need, for its end."""
    here = files("kspec.executor.charts")
    style = (here / "uplot/uPlot.min.css").read_text("utf-8")
    own = (here / "charts.css").read_text("utf-8")
    library = (here / "uplot/uPlot.iife.min.js").read_text("utf-8")
    code = (here / "charts.js").read_text("utf-8")
    missing = "<noscript><p>The charts need JavaScript.</p></noscript>"
    return f"<style>{style}{own}</style>{missing}<script>{library}</script><script>{code}</script>"


def falls_steeply(series: Iterable[Sequence[float | None]]) -> bool:
    """Whether a logarithmic axis shows more: values above 0 that fall by a large ratio. Values that
    rise from near 0, as an accuracy, have even steps.
    """
    known = [[value for value in one if _finite(value) is not None] for one in series]
    values = [value for one in known for value in one if value is not None]
    falls = any(one and (one[-1] or 0) < (one[0] or 0) for one in known)
    return falls and min(values) > 0 and max(values) > STEEP * min(values)


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)
