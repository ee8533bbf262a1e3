"""The report of a run as one page that needs nothing else: curves, table, errors, diagnosis."""

from __future__ import annotations

import math
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kspec.analysis.drawing.drawing import draw
from kspec.analysis.drawing.markup import escape
from kspec.analysis.model import Analysis
from kspec.analysis.shape_text import shape_text
from kspec.analysis.summary import summarize
from kspec.executor.curves import single_curves
from kspec.executor.files import write_text
from kspec.executor.mistakes import all_mistakes
from kspec.executor.prepare import HOW
from kspec.executor.table import table
from kspec.spec.model import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kspec.executor.directory import RunDirectory
    from kspec.executor.mistakes import Held
    from kspec.executor.prepare import Prepared
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
.curves{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(20em,100%),1fr));gap:1em}
.curves svg{width:100%}
.wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
td,th{white-space:nowrap;padding:.25em .8em;text-align:left;border-bottom:1px solid var(--line)}
th{color:var(--quiet);font-weight:600}th.n,td.n{text-align:right}.quiet{color:var(--quiet)}
pre{background:var(--card);border:1px solid var(--line);border-radius:.5em;padding:.7em 1em;
overflow-x:auto}
.symptom{border-left:4px solid #ea580c;padding:.1em 1em;margin:.8em 0;background:#fff7ed;
border-radius:0 .5em .5em 0}.healthy{border-color:#16a34a;background:#f0fdf4}
svg{max-width:100%;height:auto}.scatter text{font:12px system-ui,sans-serif;fill:#374151}
.scatter .grid{stroke:var(--line)}
@media print{body{margin:0}h2{break-after:avoid}svg,table{break-inside:avoid}}
"""


def write_page(
    directory: RunDirectory, run: Run, prepared: Prepared, held_out: Sequence[Held]
) -> None:
    """Write ``report.html``; ``held_out`` are targets and predictions by output."""
    spec = prepared.spec
    name, state = escape(spec.network.name), run.to_dict()["state"]
    parts = [
        '<!doctype html><html lang="en"><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{name}</title><style>{STYLE}</style>",
        f'<h1>{name} <span class="state {state}">{state}</span></h1>',
        f'<p class="quiet">{escape(run.ended)}</p>',
        *_cards(run),
        *_symptoms(run),
        *_curves(run),
        *_best(run),
        *all_mistakes(held_out),
        *_network(spec),
        *_data(prepared),
        *_origin(directory),
        "</html>",
    ]
    write_text(directory.path / "report.html", "\n".join(parts) + "\n")


def _curves(run: Run) -> Iterator[str]:
    if any(math.isfinite(value) for row in run.epochs.rows for value in row.values()):
        yield '<h2>Curves</h2><div class="curves">'
        yield from single_curves(run.epochs)
        yield "</div>"


def _data(prepared: Prepared) -> Iterator[str]:
    """What was trained on, and how."""
    data, settings = prepared.spec.data, prepared.settings
    source = None if data is None else data.source
    how = HOW.get(prepared.split.method, "").format(seed=prepared.split.seed)
    sizes = {
        "trained on": len(prepared.split.train),
        "held out": None if prepared.validation is None else len(prepared.validation),
        "kept for the test": None if prepared.test is None else len(prepared.test),
    }
    arrays = (*prepared.samples.x.items(), *prepared.samples.y.items())
    facts: dict[str, object] = {
        "source": source or "arrays from Python",
        **{name: f"{size:,} samples" for name, size in sizes.items() if size is not None},
        **({"split": how} if how else {}),
        **{f'"{name}"': _samples_of(array) for name, array in arrays},
        "batch size": settings.batch_size,
        "epochs at most": settings.epochs,
        **({"dtype policy": policy} if (policy := prepared.spec.dtype_policy) else {}),
    }
    yield "<h2>Data</h2>"
    yield table(["", ""], [[name, str(value)] for name, value in facts.items()])


def _samples_of(array: Any) -> str:
    """What one sample of an array is."""
    kind = "text" if array.dtype == object else str(array.dtype)
    return f"{kind} {shape_text(list(array.shape[1:]))}" if array.ndim > 1 else kind


def _cards(run: Run) -> Iterator[str]:
    """The numbers that are looked for first."""
    if run.best_epoch is None:
        return
    row = run.epochs.rows[run.best_epoch - 1]
    shown = [name for name in row if name.startswith("val_")] or list(row)
    shown.sort(key=lambda name: (name not in {"loss", "val_loss"}, "loss" not in name))
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
        [row.name, row.class_name, shape_text(row.output_shape), f"{row.trainable_params or 0:,}"]
        for row in summary.rows
    ]
    rows.append(["", "", "in all", f"{summary.trainable_params or 0:,}"])
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
