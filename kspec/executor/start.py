"""From a prepared spec to a run: its directory is made and described, the training started."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from kspec.executor.directory import RunDirectory, environment
from kspec.executor.training import Task, train

if TYPE_CHECKING:
    from pathlib import Path

    from kspec.executor.listener import Listener
    from kspec.executor.prepare import Prepared
    from kspec.executor.run import Run


def start(prepared: Prepared, base: Path, path: Path | None, listener: Listener) -> Run:
    """Make a run directory and train in it; ``base`` is where the spec's relative paths start."""
    directory = RunDirectory.new(path, prepared.spec.network.name)
    directory.write("spec.json", resolved(prepared, base))
    directory.write("environment.json", environment(prepared.settings.seed, prepared.samples))
    directory.write("split.json", prepared.split.to_dict())
    directory.write("run.json", {"version": 1, "state": "running"})
    for note in prepared.notes:
        listener.note(note)
    run = train(_task(prepared), directory, listener)
    directory.write("run.json", {**run.to_dict(), "classes": prepared.classes})
    return run


def _task(prepared: Prepared) -> Task:
    return Task(prepared.spec, prepared.settings, prepared.train, prepared.validation)


def resolved(prepared: Prepared, base: Path) -> dict[str, Any]:
    """The spec as it is trained: defaults filled in, and paths absolute, so that it can be trained
    again from anywhere.
    """
    written = deepcopy(prepared.spec.document)
    document = {"kspec": 1, "model": written} if "class_name" in written else dict(written)
    settings = prepared.settings
    document["fit"] = {
        **document.get("fit", {}),
        "epochs": settings.epochs,
        "batch_size": settings.batch_size,
        "validation_split": settings.held_out,
        "seed": settings.seed,
    }
    data = dict(document.get("data", {}))
    for name in ("source", "validation", "test"):
        if name in data and not data[name].startswith("sklearn:"):
            data[name] = str((base / data[name]).resolve())
    return {**document, "data": data} if data else document
