"""The report of a run as one page that needs nothing else: curves, table, errors, diagnosis."""

from __future__ import annotations

import shlex
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.analysis.drawing.drawing import draw
from kspec.analysis.model import Analysis
from kspec.analysis.summary import summarize
from kspec.executor.curves import curves
from kspec.executor.files import write_text
from kspec.spec.model import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kspec.executor.data.samples import Array
    from kspec.executor.directory import RunDirectory
    from kspec.executor.run import Run
    from kspec.spec.model import ModelSpec

STYLE = """
body{font:15px/1.5 system-ui,sans-serif;color:#1f2937;max-width:900px;margin:2em auto;padding:0 1em}
h1{font-size:1.5em;margin-bottom:0}h2{font-size:1.15em;margin-top:2em}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
td,th{padding:.2em .7em;text-align:left;border-bottom:1px solid #e5e7eb}
.n{text-align:right}.quiet{color:#6b7280}pre{background:#f3f4f6;padding:.7em;overflow-x:auto}
.symptom{border-left:4px solid #ea580c;padding:.1em 1em;margin:.8em 0;background:#fff7ed}
svg{max-width:100%;height:auto}
"""
MOST_CLASSES = 30
"""A confusion matrix of more classes than this is no longer read."""


def write_page(directory: RunDirectory, run: Run, spec: ModelSpec, pair: Sequence[Array]) -> None:
    """Write ``report.html``; ``pair`` is target and prediction on what was held out, if any."""
    name = escape(spec.network.name)
    parts = [
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{name}</title>',
        f"<style>{STYLE}</style><h1>{name}</h1>",
        f'<p class="quiet">{escape(run.ended)}</p>',
        *_best(run),
        *(_symptoms(run) if run.diagnosis else ()),
        "<h2>Curves</h2>",
        curves(run.epochs) if run.epochs.rows else "",
        *(_errors(*pair) if pair else ()),
        *_network(spec),
        *_origin(directory.read("environment.json")),
        "</html>",
    ]
    write_text(directory.path / "report.html", "\n".join(parts) + "\n")


def table(head: Sequence[str], rows: Sequence[Sequence[object]], styles: Any = None) -> str:
    """A table; numbers stand to the right, and ``styles`` colours cells by row and column."""
    lines = [f"<tr>{''.join(f'<th>{escape(text)}</th>' for text in head)}</tr>"]
    for at, row in enumerate(rows):
        cells = []
        for column, cell in enumerate(row):
            style = f' style="{styles(at, column)}"' if styles else ""
            kind = "" if isinstance(cell, str) else ' class="n"'
            cells.append(f"<td{kind}{style}>{escape(str(cell))}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(lines)}</table>"


def _best(run: Run) -> Iterator[str]:
    if run.best_epoch is not None:
        row = run.epochs.rows[run.best_epoch - 1]
        yield f"<h2>Best epoch: {run.best_epoch} of {len(run.epochs.rows)}</h2>"
        names = sorted(
            (name for name in row if not name.startswith("val_")), key=lambda name: name != "loss"
        )
        rows = [
            [name, *(f"{row[key]:.4g}" if key in row else "" for key in (name, f"val_{name}"))]
            for name in names
        ]
        yield table(["", "training", "validation"], rows)


def _symptoms(run: Run) -> Iterator[str]:
    yield "<h2>What this run shows</h2>"
    for symptom in run.diagnosis:
        yield f'<div class="symptom"><p><b>{symptom.code} {symptom.name}</b>: '
        yield f"{escape(symptom.message)}.</p><p>{escape(symptom.help)}</p></div>"


def _errors(target: Array, given: Array) -> Iterator[str]:
    """A confusion matrix where there are classes, else the spread of the residuals."""
    width = given.shape[-1] if given.ndim > 1 else 1
    flat = target.reshape(len(target), -1)
    if width > 1 and flat.shape[1] in {1, width} and given.ndim == 2:  # noqa: PLR2004 - a row of classes
        true = flat[:, 0] if flat.shape[1] == 1 else flat.argmax(axis=1)
        yield from _confusion(true.astype(int), given.argmax(axis=1), width)
    elif width == 1 and np.isin(flat, (0, 1)).all():
        yield from _confusion(flat[:, 0].astype(int), (given.reshape(-1) > 0.5).astype(int), 2)  # noqa: PLR2004
    elif flat.shape == given.reshape(len(given), -1).shape:
        residuals = given.reshape(len(given), -1) - flat
        yield "<h2>Residuals on what was held out</h2>"
        marks = (0, 5, 25, 50, 75, 95, 100)
        values = np.percentile(residuals, marks)
        yield table([f"{mark} %" for mark in marks], [[f"{value:.4g}" for value in values]])
        yield f'<p class="quiet">Prediction less target; mean {residuals.mean():.4g}.</p>'


def _confusion(true: Array, given: Array, width: int) -> Iterator[str]:
    if width > MOST_CLASSES:
        return
    matrix = np.zeros((width, width), dtype=int)
    np.add.at(matrix, (true, given), 1)
    totals = matrix.sum(axis=1)

    def style(row: int, column: int) -> str:
        if not column or not totals[row]:
            return ""
        share = matrix[row, column - 1] / totals[row]
        color = "37,99,235" if column - 1 == row else "234,88,12"
        return f"background:rgba({color},{share:.2f})" if share else "color:#d1d5db"

    yield "<h2>Confusion on what was held out</h2>"
    yield '<p class="quiet">A row for each true class, a column for each predicted one.</p>'
    rows = [[f"{at}", *(int(count) for count in line)] for at, line in enumerate(matrix)]
    yield table(["", *map(str, range(width))], rows, style)


def _network(spec: ModelSpec) -> Iterator[str]:
    analysis = Analysis(Reading(spec, []))
    summary, picture = summarize(analysis), draw(analysis, theme="light")
    if summary is None or picture is None:
        return
    yield "<h2>Network</h2>"
    yield picture
    rows = [
        [row.name, row.class_name, str(row.output_shape), f"{row.trainable_params or 0:,}"]
        for row in summary.rows
    ]
    yield table(["Layer", "Class", "Output shape", "Trainable"], rows)


def _origin(environment: dict[str, Any]) -> Iterator[str]:
    yield "<h2>How it was made</h2>"
    yield f"<pre>{escape(shlex.join(environment['command']))}</pre>"
    facts = {
        "seed": environment["seed"],
        "started": environment["started"],
        "Python": environment["python"],
        **environment["packages"],
        "git revision": environment["git_revision"] or "none",
    }
    yield table(["", ""], [[name, str(value)] for name, value in facts.items()])
