"""Learning curves as charts: of one run, or of several over each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.executor.charts.chart import COLORS, Chart, Series, falls_steeply

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kspec.executor.history import History


def history_charts(history: History) -> Iterator[str]:
    """A chart for each value, training against validation, with the best epoch marked."""
    columns = history.columns
    for name in sorted(columns, key=lambda name: name != "loss"):
        if not name.startswith("val_"):
            series = [Series("training", columns[name])]
            if (validation := columns.get(f"val_{name}")) is not None:
                series.append(Series("validation", validation, "--validation"))
            yield _chart(name, len(columns[name]), series, history.best)


def overlaid_charts(names: Sequence[str], histories: Mapping[str, History]) -> Iterator[str]:
    """A chart for each value, with the curves of several runs by their names: training dashed."""
    last = max((len(history.rows) for history in histories.values()), default=0)
    for name in names:
        series = []
        for at, (run, history) in enumerate(histories.items()):
            color = COLORS[at % len(COLORS)]
            for key, words, look in (
                (f"val_{name}", run, "line"),
                (name, f"{run}, training", "dashed"),
            ):
                if values := history.columns.get(key):
                    missing = [None] * (last - len(values))
                    series.append(Series(words, [*values, *missing], color, look))
        yield _chart(name, last, series)


def _chart(name: str, last: int, series: Sequence[Series], best: int | None = None) -> str:
    steep = falls_steeply([one.values for one in series])
    return Chart(name, "epoch", range(1, last + 1), series, best, logarithmic=steep).html()
