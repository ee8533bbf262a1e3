"""The process of a sweep's worker, and the pipes to it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ONE_THREAD = {
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}
"""Trials share the cores: each has one."""


class WorkerProcess:
    """Process of a worker in a working directory; its errors are appended to ``log``."""

    def __init__(self, log: Path, folder: Path, environment: Mapping[str, str]) -> None:
        errors = os.open(log, os.O_WRONLY | os.O_APPEND)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kspec.executor.sweep.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
            cwd=folder,
            env={**os.environ, **environment, **ONE_THREAD},
            start_new_session=True,  # Ctrl-C is for the sweep, which ends its workers itself
        )
        os.close(errors)
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("a worker has no pipes")
        self._stdin, self._stdout = self._process.stdin, self._process.stdout

    def send(self, line: str) -> None:
        """Send a line; raises `BrokenPipeError` where the process is dead."""
        self._stdin.write(line + "\n")
        self._stdin.flush()

    def receive(self) -> str:
        """Wait for a line; raises `BrokenPipeError` where the process is dead."""
        if line := self._stdout.readline():
            return line
        raise BrokenPipeError

    def terminate(self) -> None:
        """Ask the process to end after its step."""
        self._process.terminate()

    def end(self, *, kill: bool = False) -> None:
        """Wait for the end of a process that gets no more trials."""
        if kill:
            self._process.kill()
        self._process.communicate()
