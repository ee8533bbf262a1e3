"""Page that compares several runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.executor.charts.history_charts import overlaid_charts
from kspec.executor.comparison import lines, value_names
from kspec.executor.html_page import html_page
from kspec.executor.table import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kspec.executor.stored_runs import StoredRun


def comparison_page(runs: Sequence[StoredRun]) -> str:
    """HTML with the curves of all runs, and a table of their values."""
    rows = list(lines(runs))

    def style(row: int, column: int) -> str:
        return "font-weight:600;color:var(--good)" if column - 1 in rows[row].best else ""

    names = ", ".join(run.path.name for run in runs)
    head = ["", *(str(run.path) for run in runs)]
    parts = [
        f"<h1>{len(runs)} runs</h1>",
        '<p class="quiet">Solid lines are validation, dashed ones training.</p>',
        '<div class="curves">',
        *overlaid_charts(_names(runs), {str(run.path): run.history for run in runs}),
        "</div>",
        "<h2>Side by side</h2>",
        table(head, [[one.name, *one.cells] for one in rows], style),
    ]
    return html_page(names, parts)


def _names(runs: Sequence[StoredRun]) -> list[str]:
    return [name.removeprefix("val_") for name in value_names(runs)] or ["loss"]
