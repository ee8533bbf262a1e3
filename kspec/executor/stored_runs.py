"""Runs as their directories keep them, for those who look at several; Keras is not needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from kspec.executor.directory import RunDirectory, state_of
from kspec.executor.errors import RunError
from kspec.executor.files import finite, is_value
from kspec.executor.history import History

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kspec.outputs import runs as outputs


class StoredRun(NamedTuple):
    """A run: how it ended, its values by epoch, its spec, and what it was made with."""

    path: Path
    ended: dict[str, Any]
    history: History
    spec: dict[str, Any]
    environment: dict[str, Any]

    @property
    def state(self) -> str:
        """done, failed, interrupted, running, or "broken off"."""
        return state_of(self.ended)

    @property
    def test(self) -> dict[str, float]:
        """The values on what was kept for the test; nothing where there is none."""
        test = self.ended.get("test") or {}
        return {name: float(value) for name, value in test.items()}

    @property
    def best(self) -> dict[str, float]:
        """The values of its best epoch; nothing where there is none."""
        best = self.history.best
        return {} if best is None else self.history.rows[best - 1]

    def to_dict(self) -> outputs.StoredRun:
        """The run as JSON: what ``run.json`` says, and the values by epoch."""
        own = {"pid", "host"}
        said = {key: finite(value) for key, value in self.ended.items() if key not in own}
        epochs = self.history.to_dict()["epochs"]
        started = self.environment.get("started")
        head = {"path": str(self.path), **said, "state": self.state}
        return cast("outputs.StoredRun", {**head, "started": started, "history": epochs})


def read_runs(paths: Iterable[Path], passed_over: Callable[[str], None]) -> list[StoredRun]:
    """The runs at paths, each a run directory or a folder of such, the oldest first in a folder;
    ``passed_over`` hears what is wrong with a damaged one among them.

    Raises `RunError` for a path that is neither, and a run directory that is damaged.
    """
    found: list[StoredRun] = []
    for path in paths:
        if (path / "run.json").exists():
            found.append(_read(path))
        elif path.is_dir():
            runs = _runs_in(path, passed_over)
            found.extend(sorted(runs, key=lambda run: run.environment.get("started", "")))
        else:
            raise RunError(f"{path} is no run directory, and no folder of them.")
    return found


def _runs_in(folder: Path, passed_over: Callable[[str], None]) -> Iterator[StoredRun]:
    for path in sorted(folder.glob("*/run.json")):
        try:
            yield _read(path.parent)
        except RunError as error:
            passed_over(str(error))


def _read(path: Path) -> StoredRun:
    directory = RunDirectory(path)
    names = "run.json", "spec.json", "environment.json"
    ended, spec, environment = (directory.read(name) for name in names)
    if not isinstance(spec, dict) or not _is_sound(ended, environment):
        raise RunError(f"{path} is no run directory that kspec has written.")
    history = History("val_loss", "min")
    if (path / "history.json").exists():  # killed in its first epoch, it has none
        try:
            history = History.from_dict(directory.read("history.json"))
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise RunError(f"{path / 'history.json'} is damaged: {error}.") from error
    return StoredRun(path, ended, history, spec, environment)


def _is_sound(ended: object, environment: object) -> bool:
    """Whether what is shown of a run has the types that kspec writes."""
    if not isinstance(ended, dict) or not isinstance(environment, dict):
        return False
    test, diagnosis = ended.get("test") or {}, ended.get("diagnosis") or []
    return (
        isinstance(environment.get("started", ""), str)
        and isinstance(test, dict)
        and all(is_value(value) for value in test.values())
        and isinstance(diagnosis, list)
        and all(isinstance(symptom, dict) for symptom in diagnosis)
    )
