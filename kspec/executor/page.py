"""The report of a run as one page that needs nothing else: curves, table, errors, diagnosis."""

from __future__ import annotations

import shlex
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from kspec.analysis.drawing.drawing import draw
from kspec.analysis.model import Analysis
from kspec.analysis.summary import summarize
from kspec.executor.curves import curves
from kspec.executor.files import write_text
from kspec.executor.mistakes import mistakes
from kspec.executor.table import table
from kspec.spec.model import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kspec.executor.data.samples import Array
    from kspec.executor.directory import RunDirectory
    from kspec.executor.run import Run
    from kspec.spec.model import ModelSpec

STYLE = """
:root{--ink:#1f2937;--quiet:#6b7280;--line:#e5e7eb;--card:#f9fafb}
body{font:15px/1.55 system-ui,sans-serif;color:var(--ink);max-width:920px;margin:2.5em auto;
padding:0 1.2em}
h1{font-size:1.7em;margin:0}h2{font-size:1.15em;margin:2.2em 0 .6em}
h2::after{content:"";display:block;border-bottom:1px solid var(--line);margin-top:.3em}
.state{font-size:.55em;vertical-align:middle;padding:.2em .7em;border-radius:1em;color:#fff;
background:#16a34a}.state.failed{background:#dc2626}.state.interrupted{background:#d97706}
.cards{display:flex;flex-wrap:wrap;gap:.8em;margin:1.2em 0}
.card{background:var(--card);border:1px solid var(--line);border-radius:.5em;padding:.6em 1em;
min-width:7.5em}.card b{display:block;font-size:1.35em;font-variant-numeric:tabular-nums}
.card span{color:var(--quiet);font-size:.85em}
.wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
td,th{padding:.25em .8em;text-align:left;border-bottom:1px solid var(--line)}
th{color:var(--quiet);font-weight:600}.n{text-align:right}.quiet{color:var(--quiet)}
pre{background:var(--card);border:1px solid var(--line);border-radius:.5em;padding:.7em 1em;
overflow-x:auto}
.symptom{border-left:4px solid #ea580c;padding:.1em 1em;margin:.8em 0;background:#fff7ed;
border-radius:0 .5em .5em 0}.healthy{border-color:#16a34a;background:#f0fdf4}
svg{max-width:100%;height:auto}.scatter text{font:12px system-ui,sans-serif;fill:#374151}
.scatter .grid{stroke:var(--line)}
@media print{body{margin:0}h2{break-after:avoid}svg,table{break-inside:avoid}}
"""


def write_page(
    directory: RunDirectory,
    run: Run,
    spec: ModelSpec,
    pair: Sequence[Array],
    classes: Mapping[str, Sequence[str]],
) -> None:
    """Write ``report.html``; ``pair`` is target and prediction on what was held out, if any, and
    ``classes`` the names of numbered classes by output.
    """
    name, state = escape(spec.network.name), run.to_dict()["state"]
    names = next(iter(classes.values()), ())
    parts = [
        '<!doctype html><html lang="en"><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{name}</title><style>{STYLE}</style>",
        f'<h1>{name} <span class="state {state}">{state}</span></h1>',
        f'<p class="quiet">{escape(run.ended)}</p>',
        *_cards(run),
        *_symptoms(run),
        *(["<h2>Curves</h2>", curves(run.epochs)] if run.epochs.rows else ()),
        *_best(run),
        *(mistakes(pair[0], pair[1], names) if pair else ()),
        *_network(spec),
        *_origin(directory),
        "</html>",
    ]
    write_text(directory.path / "report.html", "\n".join(parts) + "\n")


def _cards(run: Run) -> Iterator[str]:
    """The numbers that are looked for first."""
    if run.best_epoch is None:
        return
    row = run.epochs.rows[run.best_epoch - 1]
    shown = [name for name in row if name.startswith("val_")] or list(row)
    shown.sort(key=lambda name: "loss" not in name)
    values = [(name, f"{row[name]:.4g}") for name in shown]
    values += [(f"test {name}", f"{value:.4g}") for name, value in (run.test or {}).items()]
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
            [name, *(f"{row[key]:.4g}" if key in row else "" for key in (name, f"val_{name}"))]
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


def _origin(directory: RunDirectory) -> Iterator[str]:
    environment = directory.read("environment.json")
    again = shlex.join(["kspec", "train", str(directory.path / "spec.json")])
    yield "<h2>How it was made</h2>"
    program, *arguments = environment["command"]
    called = "kspec" if Path(program).stem in {"__main__", "kspec"} else program
    yield f"<pre>{escape(shlex.join([called, *arguments]))}</pre>"
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
