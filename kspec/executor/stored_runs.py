"""Runs in their directories, for comparisons; needs no Keras."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NotRequired, TypedDict, cast

from kspec.executor.directory import RunDirectory, state_of
from kspec.executor.errors import RunError
from kspec.executor.files import finite
from kspec.executor.history import History
from kspec.named_tuple import NamedTuple
from kspec.outputs import runs as outputs
from kspec.outputs.misfit import misfit


class Begun(TypedDict):
    """Fields of ``environment.json`` that are shown."""

    started: NotRequired[str]


class StoredRun(NamedTuple):
    """Stored run: its result, its values by epoch, its spec, and its environment."""

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
        """Values on the test samples; empty where there are none."""
        test = self.ended.get("test") or {}
        return {name: float(value) for name, value in test.items()}

    @property
    def best(self) -> dict[str, float]:
        """Values of its best epoch; empty where there is none."""
        best = self.history.best
        return {} if best is None else self.history.rows[best - 1]

    def to_dict(self) -> outputs.StoredRun:
        """Run as JSON: the content of ``run.json``, and the values by epoch."""
        own = outputs.Kept.__annotations__
        values = {key: finite(value) for key, value in self.ended.items() if key in own}
        epochs = self.history.to_dict()["epochs"]
        started = self.environment.get("started")
        head = {"path": str(self.path), **values, "state": self.state}
        return cast("outputs.StoredRun", {**head, "started": started, "history": epochs})


def read_runs(paths: Iterable[Path], passed_over: Callable[[str], None]) -> list[StoredRun]:
    """Read the runs at paths, each a run directory or a folder of such, the oldest first in a
    folder; ``passed_over`` gets the message on a damaged run in a folder.

    Raises `RunError` for a path that is neither, and a run directory that is damaged.
    """
    runs: list[StoredRun] = []
    for path in paths:
        if (path / "run.json").exists():
            runs.append(_read(path))
        elif path.is_dir():
            inside = _runs_in(path, passed_over)
            runs.extend(sorted(inside, key=lambda run: run.environment.get("started", "")))
        else:
            raise RunError(f"{path} is no run directory, and no folder of them.")
    return runs


def _runs_in(folder: Path, passed_over: Callable[[str], None]) -> Iterator[StoredRun]:
    for path in sorted(folder.glob("*/run.json")):
        try:
            yield _read(path.parent)
        except RunError as error:
            passed_over(str(error))


def _read(path: Path) -> StoredRun:
    directory = RunDirectory(path)
    ended = directory.read_record("run.json", state=str)
    spec, environment = map(directory.read_record, ("spec.json", "environment.json"))
    for name, value, kind in (
        ("run.json", ended, outputs.Kept),
        ("environment.json", environment, Begun),
    ):
        wrong = misfit(value, kind)
        if wrong is not None:
            raise RunError(f'{path / name} is damaged: its "{wrong[1:]}" is not what kspec writes.')
    history = History("val_loss", "min")
    if (path / "history.json").exists():  # killed in its first epoch, it has none
        try:
            history = History.from_dict(directory.read("history.json"))
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise RunError(f"{path / 'history.json'} is damaged: {error}.") from error
    return StoredRun(path, ended, history, spec, environment)
