"""Interface of experiment trackers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kspec.executor.run import Run


class Beginning(NamedTuple):
    """Run at its start: its directory, name, and settings by their path in the spec. ``known`` is
    the tracker's own name of a resumed run, and ``sweep`` that of the sweep.
    """

    path: Path
    name: str
    parameters: Mapping[str, Any]
    known: str | None = None
    sweep: str | None = None


class Tracker:
    """Tracker; errors of its methods cost the run nothing."""

    def begin_sweep(self, name: str, folder: Path) -> str | None:
        """Begin to track a sweep of the network ``name``, and return the tracker's own name of it:
        that of its folder, unless there is another.
        """
        del name
        return folder.name

    def begin(self, run: Beginning) -> str | None:
        """Begin to track, and return the tracker's own name of the run, where it has one."""

    def epoch(self, number: int, values: Mapping[str, float]) -> None:
        """Keep the values of an epoch (counted from 1)."""

    def end(self, run: Run) -> None:
        """Log the result: the diagnosis, the report, and the best model."""


def findings(run: Run) -> str:
    """Diagnosis of a run, as Markdown."""
    rows = [f"- {one.code} {one.name}: {one.message}. {one.help}" for one in run.diagnosis]
    return "\n".join([run.ended, "", *rows])
