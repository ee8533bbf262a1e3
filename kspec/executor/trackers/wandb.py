"""Weights & Biases; with ``WANDB_MODE=offline`` in the run directory alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import wandb

from kspec.executor.trackers.tracker import Tracker, findings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kspec.executor.run import Run
    from kspec.executor.trackers.tracker import Beginning

PATIENCE = 30
"""Seconds that a run waits for a server."""


class WandB(Tracker):
    """A project by the name of the network, with a run by the name of its directory."""

    def begin(self, run: Beginning) -> str:
        """Begin a run, or continue the ``known`` one."""
        settings = wandb.Settings(init_timeout=PATIENCE, silent=True)
        self._run = wandb.init(
            project=run.name,
            name=run.path.name,
            id=run.known,
            group=run.sweep,
            resume="allow",
            dir=str(run.path),
            config=dict(run.parameters),
            settings=settings,
        )
        return str(self._run.id)

    def epoch(self, number: int, values: Mapping[str, float]) -> None:
        """Log the values."""
        self._run.log(dict(values), step=number)

    def end(self, run: Run) -> None:
        """Log the diagnosis, the report and the best model."""
        self._run.summary["findings"] = findings(run)
        self._run.summary.update({f"test_{name}": one for name, one in (run.test or {}).items()})
        model = wandb.Artifact(f"{run.path.name}-model", type="model")
        for name in ("spec.json", "report.html", "best.keras"):
            if (run.path / name).exists():
                model.add_file(str(run.path / name))
        self._run.log_artifact(model)
        self._run.finish(exit_code=int(run.failed))
