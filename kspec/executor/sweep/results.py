"""What a sweep has found: its trials, the best spec, and the page that compares them."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any, Literal

from kspec.executor.files import write_text
from kspec.executor.sweep.space import with_values
from kspec.executor.sweep.study import REFUSED, RUN, VALUES, importances
from kspec.spec.dialects.layout import laid_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.executor.sweep.pool import Sweep
    from kspec.executor.sweep.study import Aim
    from kspec.outputs.sweep import SweepOutput, Trial

States = Literal["trained", "pruned", "refused", "broken off", "running"]


def results(study: Any, aim: Aim) -> SweepOutput:
    """The trials of a study, the best one, and what made the difference."""
    trials = [_trial(one) for one in study.get_trials(deepcopy=False) if VALUES in one.user_attrs]
    done = [one for one in trials if one["state"] == "trained" and one["value"] is not None]
    sign = -1 if aim.direction == "max" else 1
    best = min(done, key=lambda one: sign * (one["value"] or 0), default=None)
    return {
        "version": 1,
        "metric": aim.metric,
        "direction": "max" if aim.direction == "max" else "min",
        "trials": trials,
        "best": best,
        "importances": importances(study),
    }


def _trial(one: Any) -> Trial:
    states: dict[str, States] = {"COMPLETE": "trained", "PRUNED": "pruned", "RUNNING": "running"}
    known = one.user_attrs
    failed: States = "refused" if REFUSED in known else "broken off"
    value = one.value if one.value is not None else one.intermediate_values.get(one.last_step)
    return {
        "number": one.number,
        "state": states.get(one.state.name, failed),
        "values": json.loads(known[VALUES]),
        "value": value,
        "reason": known.get(REFUSED, ""),
        "run": known.get(RUN),
    }


def write_results(sweep: Sweep, found: SweepOutput) -> None:
    """Write ``trials.json``, ``best.json`` and ``report.html`` into the folder of a sweep."""
    write_text(sweep.folder / "trials.json", json.dumps(found, indent=1) + "\n")
    if found["best"] is not None:
        best = with_values(sweep.document, found["best"]["values"])
        write_text(sweep.folder / "best.json", laid_out(best))
    write_text(sweep.folder / "report.html", page(sweep, found))


def page(sweep: Sweep, found: SweepOutput) -> str:
    """The page: what made the difference, and all trials, the best one first."""
    pointers = list(sweep.space)
    sign = -1 if found["direction"] == "max" else 1
    last = float("inf")
    ordered = sorted(
        found["trials"], key=lambda one: last if one["value"] is None else sign * one["value"]
    )
    name = html.escape(str(sweep.document.get("name", "sweep")))
    head = "".join(f"<th>{html.escape(one)}</th>" for one in pointers)
    rows = "".join(_row(one, pointers) for one in ordered)
    shares = "".join(
        f"<tr><td>{html.escape(pointer)}<td><meter value={share:.3f}></meter> {share:.0%}</tr>"
        for pointer, share in found["importances"].items()
    )
    why = f"<h2>What made the difference</h2><table>{shares}</table>" if shares else ""
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{name}</title>"
        f'<meta name=viewport content="width=device-width"><style>{STYLE}</style>'
        f"<h1>{name}</h1><p>{len(ordered)} trials by {html.escape(found['metric'])}</p>{why}"
        f"<h2>Trials</h2><div class=wide><table><tr><th>Trial<th>{html.escape(found['metric'])}"
        f"{head}<th></tr>{rows}</table></div></html>\n"
    )


def _row(one: Trial, pointers: list[str]) -> str:
    return f"<tr class={one['state'].replace(' ', '-')}>{''.join(_cells(one, pointers))}</tr>"


def _cells(one: Trial, pointers: list[str]) -> Iterator[str]:
    value = "" if one["value"] is None else f"{one['value']:.5g}"
    yield f"<td>{one['number']}</td><td>{value}</td>"
    for pointer in pointers:
        drawn = one["values"].get(pointer)
        text = f"{drawn:.4g}" if isinstance(drawn, float) else json.dumps(drawn)
        yield f"<td>{html.escape(text) if pointer in one['values'] else ''}</td>"
    said = "" if one["state"] == "trained" else f"{one['state']} {one['reason']}"
    yield f"<td>{html.escape(said)}</td>"


STYLE = (
    ":root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;"
    "max-width:70rem;padding:0 1rem}table{border-collapse:collapse}td,th{padding:.3rem .8rem "
    ".3rem 0;text-align:left;border-bottom:1px solid rgb(128 128 128 / 30%);"
    "font-variant-numeric:tabular-nums}"
    ".wide{overflow-x:auto}.pruned,.refused,.broken-off{opacity:.6}"
)
