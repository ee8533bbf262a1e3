"""Comparison of runs: their states, their best values, and the differences of their specs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kspec.executor.better import direction
from kspec.executor.files import finite
from kspec.named_tuple import NamedTuple
from kspec.spec.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kspec.executor.stored_runs import StoredRun
    from kspec.outputs.runs import RunsOutput

MOST = 30
"""More differences than this are two networks, and no longer read one by one."""
LONG = 28
"""Number of characters of a value that are shown."""


class Line(NamedTuple):
    """A thing that is compared, with its text for every run; ``best`` are the places of the best
    values, where one is better than another.
    """

    name: str
    cells: list[str]
    best: tuple[int, ...] = ()


def lines(runs: Sequence[StoredRun]) -> Iterator[Line]:
    """Yield the lines of the comparison."""
    yield Line("state", [run.state for run in runs])
    yield Line("best epoch", [_epochs(run) for run in runs])
    spec = parse(runs[0].spec).spec if runs else None
    for name in value_names(runs):
        yield _values(name, [run.best.get(name) for run in runs], direction(spec, name))
    tests = [run.test for run in runs]
    for name in dict.fromkeys(name for test in tests for name in test):
        yield _values(f"test {name}", [test.get(name) for test in tests], direction(spec, name))
    yield Line("shows", [_symptoms(run) for run in runs])
    for name, values in differences(runs).items():
        yield Line(name, [_shown(value) for value in values])


def value_names(runs: Sequence[StoredRun]) -> list[str]:
    """The values that are compared: those of validation, or of training where none has any."""
    names = dict.fromkeys(name for run in runs for name in run.history.names)
    held_out = [name for name in names if name.startswith("val_")] or list(names)
    return sorted(held_out, key=lambda name: not name.endswith("loss"))


def differences(runs: Sequence[StoredRun]) -> dict[str, list[Any]]:
    """The settings in which the runs differ: by their path in the spec, a value for each run (None
    where it is not there).
    """
    flat = [flattened({**run.spec, "seed": run.environment.get("seed")}) for run in runs]
    names = dict.fromkeys(name for one in flat for name in one)
    columns = {name: [one.get(name) for one in flat] for name in names if name not in SAME}
    differing = {name: values for name, values in columns.items() if _differ(values)}
    return dict(list(differing.items())[:MOST])


SAME = frozenset({"name", "fit.seed", "$schema"})
"""Fields without effect on the training, or shown already."""


def flattened(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a spec by their path in it: ``fit.epochs``, ``layers[0].units``."""
    return dict(_flat(spec, ""))


def _flat(value: Any, name: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _flat(item, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for at, item in enumerate(value):
            yield from _flat(item, f"{name}[{at}]")
    else:
        yield name, value


def _differ(values: Sequence[Any]) -> bool:
    return any(value != values[0] for value in values[1:])


def _epochs(run: StoredRun) -> str:
    best = run.history.best
    return f"{best or '-'} of {len(run.history.rows)}"


def _symptoms(run: StoredRun) -> str:
    symptoms = run.ended.get("diagnosis") or []
    return ", ".join(str(symptom.get("code")) for symptom in symptoms) or "-"


def _values(name: str, values: Sequence[float | None], better: str) -> Line:
    known = [value for value in values if value is not None]
    best: tuple[int, ...] = ()
    if len(known) > 1 and _differ(known):
        top = (min if better == "min" else max)(known)
        best = tuple(at for at, value in enumerate(values) if value == top)
    return Line(name, ["-" if value is None else f"{value:.4g}" for value in values], best)


def _shown(value: Any) -> str:
    text = "-" if value is None else value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= LONG else f"...{text[3 - LONG :]}"


def as_json(runs: Sequence[StoredRun]) -> RunsOutput:
    """The comparison as JSON (version 1)."""
    several = len(runs) > 1
    return {
        "version": 1,
        "runs": [run.to_dict() for run in runs],
        "differences": finite(differences(runs)) if several else {},
    }
