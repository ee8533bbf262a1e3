"""The page that compares the trials of a sweep."""

from __future__ import annotations

import json
import math
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from kspec.analysis.drawing.markup import escape
from kspec.executor.charts.chart import Chart, Series
from kspec.executor.html_page import html_page
from kspec.executor.numbers import shown
from kspec.executor.table import table
from kspec.source.outline import keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kspec.outputs.sweep import SweepOutput, Trial
    from kspec.spec.training.sweep import Swept

MOST_LINES = 200
"""More trials than this cover each other: the best ones are shown."""


def page(document: Mapping[str, Any], space: Mapping[str, Swept], results: SweepOutput) -> str:
    """Page with the importances, the best values, and all trials, the best one first."""
    trials = _ordered(results)
    name = str(document.get("name", "sweep"))
    parts = [
        f"<h1>{escape(name)}</h1>",
        f'<p class="quiet">{len(trials)} trials, compared by {escape(results["metric"])}</p>',
        *_best(document, space, results),
        *_importances(results),
        *_charts(trials, space, results),
        *_table(trials, list(space), results["metric"]),
    ]
    return html_page(name, parts, OWN)


def _ordered(results: SweepOutput) -> list[Trial]:
    """The trials, the best first, and those without a value last."""
    sign = -1 if results["direction"] == "max" else 1
    last = float("inf")
    return sorted(
        results["trials"], key=lambda one: last if one["value"] is None else sign * one["value"]
    )


def _best(
    document: Mapping[str, Any], space: Mapping[str, Swept], results: SweepOutput
) -> Iterator[str]:
    """Yield the best values, with those of the spec."""
    best = results["best"]
    if best is None or best["value"] is None:
        return
    metric = escape(results["metric"])
    yield f"<h2>Best: trial {best['number']}, {metric} {shown(best['value'])}</h2>"
    rows = [
        [pointer, _written(document, pointer), _text(best["values"][pointer])]
        for pointer in space
        if pointer in best["values"]
    ]
    yield table(["", "as written", "best"], rows)


def _written(document: Mapping[str, Any], pointer: str) -> str:
    """The value that the spec has at a place."""
    here: Any = document
    for key in keys_of(pointer, document) or ():
        here = here[key]
    return _text(here)


def _importances(results: SweepOutput) -> Iterator[str]:
    if results["importances"]:
        yield '<h2>What made the difference</h2><div class="wide"><table>'
        for pointer, share in results["importances"].items():
            yield f"<tr><td>{escape(pointer)}<td><meter value={share:.3f}></meter> {share:.0%}"
        yield "</table></div>"


def _charts(
    trials: Sequence[Trial], space: Mapping[str, Swept], results: SweepOutput
) -> Iterator[str]:
    valued = [one for one in trials if one["value"] is not None]
    if len(valued) < 2:
        return
    yield "<h2>Trials by number</h2>"
    yield _by_number(sorted(valued, key=lambda one: one["number"]), results)
    yield "<h2>Values of each trial</h2>"
    yield '<p class="quiet">A line for each trial, from its values to its result; the best one is '
    yield "green. Each axis goes from the smallest value to the largest.</p>"
    yield _parallel(valued[:MOST_LINES], space, results["metric"])


def _by_number(valued: Sequence[Trial], results: SweepOutput) -> str:
    better = max if results["direction"] == "max" else min
    values = [one["value"] for one in valued if one["value"] is not None]
    best = list(accumulate(values, better))
    series = [
        Series(results["metric"], values, "--train", "points"),
        Series("the best so far", best, "--good"),
    ]
    return Chart(results["metric"], "trial", [one["number"] for one in valued], series).html()


def _parallel(valued: Sequence[Trial], space: Mapping[str, Swept], metric: str) -> str:
    """A line a trial over an axis for each place, and one for the value."""
    places: dict[str, Sequence[Any]] = {
        _short(pointer, list(space)): [one["values"].get(pointer) for one in valued]
        for pointer in space
    }
    places[metric] = [one["value"] for one in valued]
    logarithmic = [bool(swept.log) for swept in space.values()] + [False]
    columns = [
        _scaled(values, logarithmic=log)
        for values, log in zip(places.values(), logarithmic, strict=True)
    ]
    series = [
        Series(
            f"trial {one['number']}",
            [column[at] for column in columns],
            "--good" if at == 0 else "--train",
            texts=[_text(values[at]) for values in places.values()],
        )
        for at, one in reversed(list(enumerate(valued)))
    ]
    return Chart("", "", range(len(places)), series, ticks=list(places)).html()


def _scaled(values: Sequence[Any], *, logarithmic: bool) -> list[float | None]:
    """Values from 0 to 1: numbers by their size, others by their order of appearance."""
    numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in values)
    if not numbers:
        kinds = list(dict.fromkeys(json.dumps(one) for one in values))
        places = [float(kinds.index(json.dumps(one))) for one in values]
    else:
        places = [math.log(one) if logarithmic else float(one) for one in values]
    low, high = min(places), max(places)
    return [
        None if one is None else (at - low) / ((high - low) or 1)
        for one, at in zip(values, places, strict=True)
    ]


def _short(pointer: str, pointers: Sequence[str]) -> str:
    """Shortest end of a pointer that no other pointer has."""
    parts = pointer.strip("/").split("/")
    for count in range(1, len(parts)):
        end = "/".join(parts[-count:])
        if sum(one == f"/{end}" or one.endswith(f"/{end}") for one in pointers) == 1:
            return end
    return "/".join(parts)


def _table(trials: Sequence[Trial], pointers: Sequence[str], metric: str) -> Iterator[str]:
    yield "<h2>Trials</h2>"
    rows = [
        [
            one["number"],
            "" if one["value"] is None else shown(one["value"]),
            *(_text(one["values"][at]) if at in one["values"] else "" for at in pointers),
            "" if one["state"] == "trained" else f"{one['state']} {one['reason']}",
        ]
        for one in trials
    ]
    yield table(["Trial", metric, *pointers, ""], rows)


def _text(value: object) -> str:
    return shown(value) if isinstance(value, float) else json.dumps(value)


OWN = "meter{width:min(8em,20vw);vertical-align:middle}"
"""Styles of this page alone."""
