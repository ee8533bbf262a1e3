"""MLflow, at ``MLFLOW_TRACKING_URI``, or in a database in the working directory."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import mlflow

from kspec.executor.trackers.tracker import Tracker, findings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kspec.executor.run import Run
    from kspec.executor.trackers.tracker import Beginning

INDEX = re.compile(r"\[(\d+)\]")
"""A place in a list, whose brackets a name in MLflow must not have."""
LONGEST = 500
"""Largest length of a parameter."""
PATIENCE = {"MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1", "MLFLOW_HTTP_REQUEST_TIMEOUT": "10"}
"""Seconds and retries of a run for a server that is down, unless the environment sets them."""
PARENT = "mlflow.parentRunId"
"""The tag by which MLflow nests a run in another."""
STATES = {"done": "FINISHED", "failed": "FAILED", "interrupted": "KILLED"}


class MLflow(Tracker):
    """An experiment by the name of the network, with a run by the name of its directory."""

    def begin_sweep(self, name: str, folder: Path) -> str:
        """Begin a run that those of the trials are nested in."""
        _be_patient()
        mlflow.set_experiment(name)
        with mlflow.start_run(run_name=folder.name) as tracked:
            return str(tracked.info.run_id)

    def begin(self, run: Beginning) -> str:
        """Begin a run, or continue the ``known`` one."""
        _be_patient()
        if run.known is None:
            mlflow.set_experiment(run.name)
            tags = {} if run.sweep is None else {PARENT: run.sweep}
            tracked = mlflow.start_run(run_name=run.path.name, tags=tags)
            named = {INDEX.sub(r".\1", name): one for name, one in run.parameters.items()}
            mlflow.log_params({name: str(one)[:LONGEST] for name, one in named.items()})
        else:
            tracked = mlflow.start_run(run_id=run.known)
        return str(tracked.info.run_id)

    def epoch(self, number: int, values: Mapping[str, float]) -> None:
        """Log the values."""
        mlflow.log_metrics(dict(values), step=number)

    def end(self, run: Run) -> None:
        """Log the diagnosis, the report and the best model."""
        mlflow.set_tags({one.code: one.message for one in run.diagnosis})
        mlflow.log_text(findings(run), "findings.md")
        for name in ("spec.json", "report.html", "best.keras"):
            if (run.path / name).exists():
                mlflow.log_artifact(str(run.path / name))
        mlflow.log_metrics({f"test_{name}": one for name, one in (run.test or {}).items()})
        mlflow.end_run(STATES[run.to_dict()["state"]])


def _be_patient() -> None:
    for name, value in PATIENCE.items():
        os.environ.setdefault(name, value)
