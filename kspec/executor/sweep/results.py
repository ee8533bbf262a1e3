"""Results of a sweep: its trials, the best spec, and the page that compares them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from kspec.executor.files import write_text
from kspec.executor.sweep.page import page
from kspec.executor.sweep.space import with_values
from kspec.executor.sweep.study import REFUSED, RUN, VALUES, importances
from kspec.spec.dialects.layout import laid_out

if TYPE_CHECKING:
    from kspec.executor.sweep.pool import Sweep
    from kspec.executor.sweep.study import Aim
    from kspec.outputs.sweep import SweepOutput, Trial

States = Literal["trained", "pruned", "refused", "broken off", "running"]


def results(study: Any, aim: Aim) -> SweepOutput:
    """Trials of a study, the best one, and the importances."""
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


def write_results(sweep: Sweep, results: SweepOutput) -> None:
    """Write ``trials.json``, ``best.json`` and ``report.html`` into the folder of a sweep."""
    write_text(sweep.folder / "trials.json", json.dumps(results, indent=1) + "\n")
    if results["best"] is not None:
        best = with_values(sweep.document, results["best"]["values"])
        write_text(sweep.folder / "best.json", laid_out(best))
    write_text(sweep.folder / "report.html", page(sweep.document, sweep.space, results))
