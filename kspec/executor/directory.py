"""Run directory: the inputs and results of a training run, in files."""

from __future__ import annotations

import json
import os
import platform
import re
import shlex
import shutil
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kspec.data.split import Split
from kspec.executor.errors import RunError
from kspec.executor.files import RUNS, write_json, write_text
from kspec.source.plain_files import read_plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kspec.executor.history import History
    from kspec.outputs.run import Running

SEEDS = 2**32


class RunDirectory:
    """The files of one run.

    ``spec.json`` (resolved), ``environment.json``, ``split.json``, ``history.json`` and ``.csv``,
    ``best.keras``, ``last.keras``, ``state.npz`` (for `--resume`) and ``run.json`` (the result).
    """

    def __init__(self, path: Path, made: Sequence[Path] = ()) -> None:
        self.path = path
        self.made = made  # the folders that were not there before, innermost first
        self.best = path / "best.keras"
        self.last = path / "last.keras"
        self.state = path / "state.npz"
        self.training_began = False

    @classmethod
    def new(cls, path: Path | None, name: str) -> RunDirectory:
        """A new directory, ``runs/<name>-<time>`` unless a path is given, which must be empty."""
        if path is None:
            stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
            safe = re.sub(r"[^\w.-]+", "-", name)[:100]
            path = free(Path(RUNS) / f"{safe}-{stamp}")
        try:
            made = [one for one in (path, *path.parents) if not one.exists()]
            path.mkdir(parents=True, exist_ok=True)
            if any(path.iterdir()):
                same = shlex.quote(str(path))
                raise RunError(f"{path} is not empty: give a new --run-dir, or --resume {same}.")
        except OSError as error:
            raise RunError(f"Cannot make {path}: {error.strerror or error}.") from error
        return cls(path, made)

    @contextmanager
    def removed_unless_training_begins(self) -> Iterator[None]:
        """Remove the files, and the folders that were made, at an error that comes first."""
        try:
            yield
        except BaseException:
            if not self.training_began:
                with suppress(OSError):  # that error says more than this one
                    _empty(self.path)
                    for folder in self.made:
                        folder.rmdir()
            raise

    def write(self, name: str, value: Any) -> None:
        """Write one of the JSON files, whole."""
        write_json(self.path / name, value)

    def read(self, name: str) -> Any:
        """Read one of the JSON files; raises `RunError` where there is none or it is damaged."""
        path = self.path / name
        try:
            return json.loads(read_plain(path, path.stat().st_size))
        except FileNotFoundError:
            raise RunError(f"{self.path} is no run directory: it has no {name}.") from None
        except (OSError, ValueError, RecursionError) as error:
            raise RunError(f"{path} cannot be read: {error}.") from error

    def read_record(self, name: str, **fields: type) -> dict[str, Any]:
        """Read a JSON file with an object; raises `RunError` where the object lacks one of these
        fields, or has it with another type.
        """
        record = self.read(name)
        if not isinstance(record, dict):
            raise RunError(f"{self.path / name} is damaged: it is no object.")
        for field, kind in fields.items():
            if not isinstance(record.get(field), kind):
                raise RunError(
                    f'{self.path / name} is damaged: its "{field}" is no {kind.__name__}.'
                )
        return record

    def read_surroundings(self) -> dict[str, Any]:
        """Read the environment of a run, as far as `--resume` needs it; raises `RunError` as `read`
        does.
        """
        record = self.read_record("environment.json", seed=int, plain=bool, data=dict)
        if not 0 <= record["seed"] < SEEDS:
            raise RunError(f'{self.path / "environment.json"} is damaged: its "seed" is no seed.')
        return record

    def read_split(self) -> Split:
        """Read the split into training and held-out samples; raises `RunError` as `read` does."""
        try:
            return Split.from_dict(self.read("split.json"))
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise RunError(f"{self.path / 'split.json'} is damaged: {error}.") from error

    def write_history(self, history: History) -> None:
        """Bring both files of the history up to date."""
        self.write("history.json", history.to_dict())
        write_text(self.path / "history.csv", history.to_csv())


def running() -> Running:
    """Content of ``run.json`` during a run: its process and its machine."""
    return {"version": 1, "state": "running", "pid": os.getpid(), "host": platform.node()}


def state_of(ended: dict[str, Any]) -> str:
    """State of a run by its ``run.json``; "broken off" where its process is gone."""
    state, pid = str(ended.get("state")), ended.get("pid")
    here = ended.get("host") == platform.node() and os.name != "nt"  # there, 0 is Ctrl-C
    if state != "running" or not here or not isinstance(pid, int) or pid <= 0:
        return state
    return state if lives(pid) else "broken off"


def lives(pid: int) -> bool:
    """Whether a process of this number runs on this machine."""
    try:
        os.kill(pid, 0)  # signal 0 only tests the process
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        pass
    return True


def _empty(folder: Path) -> None:
    for one in folder.iterdir():
        if one.is_dir() and not one.is_symlink():
            shutil.rmtree(one)
        else:
            one.unlink()


def free(path: Path) -> Path:
    """The path, or with a number where it is taken."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free
