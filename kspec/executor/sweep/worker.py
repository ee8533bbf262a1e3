"""A worker of a sweep: a process that keeps Keras loaded and trains the trials that it is sent.

It reads a JSON object a line from standard input (``document``, ``name``, ``run_dir`` and the
options of a run), and answers on standard output: a line for each epoch, to which it waits for
``go`` or ``stop``, and a line for the end. Without a parent it ends.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from kspec.executor.errors import RunError
from kspec.executor.listener import Listener

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kspec.data.sources import Parts
    from kspec.executor.prepare import Prepared
    from kspec.executor.run import Run
    from kspec.executor.run_options import RunOptions


class Line(Listener):
    """Reports each epoch to the parent, and receives whether to continue."""

    def __init__(self, output: TextIO) -> None:
        self._output = output
        self._stopped = False

    def epoch(self, number: int, values: Mapping[str, float], *, best: bool, of: int) -> None:
        """Send the values of an epoch, and wait for the answer."""
        del best, of
        self.say({"epoch": number, "values": dict(values)})
        answer = sys.stdin.readline()
        if not answer:
            os._exit(1)  # the parent has ended, and so has its interest in this trial
        self._stopped = answer.strip() == "stop"

    def stops(self) -> bool:
        """Whether the parent has given the trial up."""
        return self._stopped

    def say(self, message: Mapping[str, Any]) -> None:
        """Send a message."""
        try:
            self._output.write(json.dumps(message) + "\n")
            self._output.flush()
        except BrokenPipeError:
            os._exit(1)


class Worker:
    """Trains trials; data that a trial names like the one before is read once."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._data: object = None
        self._parts: Parts | None = None

    def train(self, task: dict[str, Any]) -> Run:
        """Lint a trial with its data, and train it; raises `ValueError` where lint or the data
        forbid it.
        """
        from kspec.data.sources import read_parts
        from kspec.executor.custom import Allowed
        from kspec.executor.distribution.distribution import prepare as prepare_distribution
        from kspec.executor.loading import Loading
        from kspec.executor.prepare import prepare
        from kspec.executor.run_options import RunOptions
        from kspec.executor.settings import settings_of
        from kspec.linter.linter import Linter
        from kspec.source.parsing import parse_text

        sys.argv = task["command"]  # a run notes how it was made
        base = Path(task["base"])
        allowed = Allowed(
            tuple(task["allow_import"]),
            paths=tuple(map(Path, task["allow_path"])),
            addresses=tuple(task["allow_address"]),
        )
        document = parse_text(json.dumps(task["document"]), task["name"], "json")
        analysis = Linter.for_path(base / task["name"]).parse(document).analysis
        if analysis is None or analysis.spec is None:
            raise ValueError("the drawn spec makes no network")
        settings = settings_of(analysis.known_spec, seed=task["seed"], epochs=task["epochs"])
        prepare_distribution(settings.distribution)
        loading = Loading(whole=bool(allowed.imports))
        named = (task["document"].get("data"), task["data"])
        if self._parts is None or self._data != named:
            self._parts = read_parts(analysis, base, allowed.paths, task["data"])
            self._data = named
        prepared = prepare(analysis, settings, self._parts)
        loading.wait()
        names = task["sweep"]
        options = RunOptions(allowed=allowed, trackers=tuple(names), sweep=names)
        return _train(prepared, task, self._line, options)


def _train(prepared: Prepared, task: dict[str, Any], line: Line, options: RunOptions) -> Run:
    import keras

    from kspec.executor.start import start

    keras.utils.clear_session()
    return start(prepared, Path(task["base"]), Path(task["run_dir"]), line, options)


def main() -> None:
    """Train the tasks on standard input until its end."""
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever Keras prints goes to the log
    line = Line(output)
    worker = Worker(line)
    for text in iter(sys.stdin.readline, ""):
        try:
            run = worker.train(json.loads(text))
        except RunError as error:
            line.say({"unwritten": str(error)})
        except ValueError as error:
            line.say({"refused": str(error)})
        else:
            line.say({"done": run.to_dict()})


if __name__ == "__main__":
    main()
