"""Model card in Markdown: training data, results, and how to repeat the run."""

from pathlib import Path
from typing import Any

from kspec.data.split import Split
from kspec.executor.directory import RunDirectory
from kspec.executor.environment import command_line
from kspec.executor.numbers import shown
from kspec.executor.stored_runs import StoredRun, read_runs
from kspec.spec.dialects.layout import laid_out


def model_card(path: Path) -> str:
    """The card of the run in a directory; raises `RunError` for one that is damaged."""
    (run,) = read_runs([path], lambda _: None)
    split = RunDirectory(path).read_split()
    data = run.spec.get("data") or {}
    source = data.get("source") or "arrays that were given from Python"
    environment = run.environment
    packages = environment.get("packages") or {}
    versions = {"python": environment.get("python", "unknown"), **packages}
    parts = [
        f"# Model card: {path.resolve().name}",
        f"## Data\n\nTrained on {_code(source)}: {_parts(split)}.",
        _listed("Arrays", environment.get("data") or {}),
        f"## Scores\n\nThe run is {run.state} after {len(run.history.rows)} epochs.",
        _listed(f"Best epoch ({run.history.best})", _rounded(run.best)),
        _listed("Test", _rounded(run.test)),
        "## Diagnosis\n\n" + _diagnosis(run),
        f"## Versions\n\n{_listed('Packages', versions)}",
        "## To repeat it\n\n" + _repeat(run),
        f"## Spec\n\n```json\n{laid_out(run.spec)}```",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _parts(split: Split) -> str:
    """Number of samples in each part of the data, and the method of the split."""
    parts = ("training", split.train), ("validation", split.validation), ("test", split.test)
    counts = [f"{len(rows)} {name}" for name, rows in parts if rows is not None]
    return f"{', '.join(counts)} ({split.method}, seed {split.seed})"


def _code(value: object) -> str:
    return f"`{str(value).replace('`', chr(39))}`"


def _listed(title: str, values: dict[str, Any]) -> str:
    """Values by name as a list; empty for none."""
    rows = [f"- {name}: {_code(value)}" for name, value in values.items()]
    return "\n".join([f"{title}:\n", *rows]) if rows else ""


def _rounded(values: dict[str, float]) -> dict[str, str]:
    return {name: shown(value) for name, value in values.items()}


def _diagnosis(run: StoredRun) -> str:
    symptoms = run.ended.get("diagnosis") or []
    rows = [f"- {one['code']} {one['name']}: {one['message']}" for one in symptoms]
    return "\n".join(rows) or "The run shows nothing wrong."


def _repeat(run: StoredRun) -> str:
    command = command_line(run.environment.get("command") or [])
    revision = run.environment.get("git_revision")
    at = f" at the revision {_code(revision)}" if revision else ""
    return f"Run{at}:\n\n```console\n$ {command}\n```" if command else "It was run from Python."
