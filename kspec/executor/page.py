"""The report of a run as one page that needs nothing else: curves, table, errors, diagnosis."""

from __future__ import annotations

import math
import shlex
from typing import TYPE_CHECKING, Any

from kspec.analysis.drawing.drawing import draw
from kspec.analysis.drawing.markup import escape
from kspec.analysis.shape_text import shape_text
from kspec.analysis.summary import summarize
from kspec.executor.charts.history_charts import history_charts
from kspec.executor.environment import command_line
from kspec.executor.files import write_text
from kspec.executor.held_out.held_out import all_held_out
from kspec.executor.html_page import html_page
from kspec.executor.numbers import shown
from kspec.executor.prepare import HOW
from kspec.executor.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kspec.analysis.model import Analysis
    from kspec.analysis.summary_table import Row, Summary
    from kspec.executor.directory import RunDirectory
    from kspec.executor.held_out.held import HeldOutput
    from kspec.executor.prepare import Prepared
    from kspec.executor.run import Run


def write_page(
    directory: RunDirectory, run: Run, prepared: Prepared, held_out: Sequence[HeldOutput]
) -> None:
    """Write ``report.html``; ``held_out`` are targets and predictions by output."""
    spec = prepared.spec
    name, state = escape(spec.network.name), run.to_dict()["state"]
    parts = [
        f'<h1>{name} <span class="state {state}">{state}</span></h1>',
        f'<p class="quiet">{escape(run.ended)}</p>',
        *_cards(run),
        *_symptoms(run),
        *_curves(run),
        *_best(run),
        *all_held_out(held_out),
        *_network(prepared.analysis),
        *_data(prepared),
        *_origin(directory),
    ]
    write_text(directory.path / "report.html", html_page(spec.network.name, parts))


def _curves(run: Run) -> Iterator[str]:
    if any(math.isfinite(value) for row in run.epochs.rows for value in row.values()):
        yield '<h2>Curves</h2><div class="curves">'
        yield from history_charts(run.epochs)
        yield "</div>"


def _data(prepared: Prepared) -> Iterator[str]:
    """Yield the page's section on the data and the settings."""
    settings = prepared.settings
    how = HOW.get(prepared.split.method, "").format(seed=prepared.split.seed)
    sizes = {
        "trained on": len(prepared.split.train),
        "held out": None if prepared.validation is None else len(prepared.validation),
        "kept for the test": None if prepared.test is None else len(prepared.test),
    }
    arrays = (*prepared.samples.x.items(), *prepared.samples.y.items())
    facts: dict[str, object] = {
        "source": prepared.source or "arrays from Python",
        **{name: f"{size:,} samples" for name, size in sizes.items() if size is not None},
        **({"split": how} if how else {}),
        **{f'"{name}"': _samples_of(array) for name, array in arrays},
        "batch size": settings.batch_size,
        "epochs (at most)": settings.epochs,
        **({"dtype policy": policy} if (policy := prepared.spec.dtype_policy) else {}),
    }
    yield "<h2>Data</h2>"
    yield table(["", ""], [[name, str(value)] for name, value in facts.items()])


def _samples_of(array: Any) -> str:
    """Description of a sample of an array."""
    kind = "text" if array.dtype == object else str(array.dtype)
    return f"{kind} {shape_text(list(array.shape[1:]))}" if array.ndim > 1 else kind


def _cards(run: Run) -> Iterator[str]:
    """Yield the most important numbers."""
    if run.best_epoch is None:
        return
    row = run.epochs.rows[run.best_epoch - 1]
    names = [name for name in row if name.startswith("val_")] or list(row)
    names.sort(key=lambda name: (name not in {"loss", "val_loss"}, "loss" not in name))
    values = [(name, shown(row[name])) for name in names]
    tested = sorted((run.test or {}).items(), key=lambda one: one[0] != "loss")
    values += [(f"test {name}", shown(value)) for name, value in tested]
    best = ("best epoch", f"{run.best_epoch} of {len(run.epochs.rows)}")
    yield '<div class="cards">'
    for name, value in (best, *values):
        yield f'<div class="card"><b>{value}</b><span>{escape(name)}</span></div>'
    yield "</div>"


def _best(run: Run) -> Iterator[str]:
    if run.best_epoch is not None:
        row = run.epochs.rows[run.best_epoch - 1]
        yield f"<h2>Best epoch: {run.best_epoch} of {len(run.epochs.rows)}</h2>"
        names = sorted(
            (name for name in row if not name.startswith("val_")), key=lambda name: name != "loss"
        )
        rows = [
            [name, *(shown(row[key]) if key in row else "" for key in (name, f"val_{name}"))]
            for name in names
        ]
        yield table(["", "training", "validation"], rows)


def _symptoms(run: Run) -> Iterator[str]:
    yield "<h2>What this run shows</h2>"
    if not run.diagnosis:
        yield '<div class="symptom healthy"><p>Nothing that looks wrong.</p></div>'
    for symptom in run.diagnosis:
        yield f'<div class="symptom"><p><b>{symptom.code} {symptom.name}</b>: '
        yield f"{escape(symptom.message)}.</p><p>{escape(symptom.help)}</p></div>"


def _network(analysis: Analysis) -> Iterator[str]:
    summary, picture = summarize(analysis), draw(analysis, theme="auto")
    if summary is None or picture is None:
        return
    yield "<h2>Network</h2>"
    yield f'<div class="wide picture">{picture}</div>'
    rows = [
        [row.name, row.class_name, shape_text(row.output_shape), *_counts(row)]
        for row in summary.rows
    ]
    rows.append(["", "", "total", *_counts(summary)])
    yield table(["Layer", "Class", "Output shape", "Trainable", "Non-trainable"], rows)


def _counts(counted: Row | Summary) -> list[str]:
    counts = counted.trainable_params, counted.non_trainable_params
    return ["?" if count is None else f"{count:,}" for count in counts]


def _origin(directory: RunDirectory) -> Iterator[str]:
    environment = directory.read("environment.json")
    again = shlex.join(["kspec", "train", str(directory.path / "spec.json")])
    yield "<h2>How it was made</h2>"
    yield f"<pre>{escape(command_line(environment['command']))}</pre>"
    yield '<p class="quiet">To repeat it, from the spec that it kept:</p>'
    yield f"<pre>{escape(again)}</pre>"
    facts = {
        "seed": environment["seed"],
        "started": environment["started"],
        "Python": environment["python"],
        **environment["packages"],
        "git revision": environment["git_revision"] or "none",
    }
    yield table(["", ""], [[name, str(value)] for name, value in facts.items()])
