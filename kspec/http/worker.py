"""A worker process: reads questions from standard input and writes answers to standard output.

The kernel ends it (SIGPROF) where a question takes more processor time than its limit, even without
the service; it ends itself where its pipe is closed.
"""

import json
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from kspec.http.faults import place_of
from kspec.http.frames import packed, read
from kspec.service.errors import AnswerError

LOOKED_AT = 8
"""Number of documents after which a worker checks its size."""
EXAMPLE = {
    "kspec": 1,
    "inputs": {"shape": [4]},
    "layers": [{"type": "Dense", "units": 1}],
    "compile": {"loss": "mse", "optimizer": "adam"},
}


def main() -> None:
    """Answer until the pipe is closed; ``sys.argv[1]`` holds the limits as JSON."""
    limits = json.loads(sys.argv[1])
    source, target = _pipes()
    _stand_nowhere()
    _warm()
    _bound_memory(limits["memory"])
    target.write(packed({"status": "ready"}))
    target.flush()
    _fall_silent()
    with suppress(BrokenPipeError):  # the service is gone
        _serve(source, target, limits)


def _serve(source: IO[bytes], target: IO[bytes], limits: dict[str, Any]) -> None:
    served = 0
    while (message := read(source)) is not None:
        with _Clock(message.head.get("seconds", limits["seconds"])):
            head, bodies = answered(message.head, message.bodies)
        _forget()
        served += 1
        spent = served >= limits["documents"] or (
            served % LOOKED_AT == 0 and _resident() > limits["resident"]
        )
        head["last"] = spent or head.get("problem") == "memory"
        target.write(packed(head, bodies))
        target.flush()
        if head["last"]:
            return


def _pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Input and output of the worker; prints of any code go to standard error."""
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, target


def _fall_silent() -> None:
    """Print nothing from here on: it might repeat a document."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)
    os.close(silence)
    os.dup2(2, 1)


def _stand_nowhere() -> None:
    """Make a folder that is gone the current one: no relative path leads to a file."""
    folder = tempfile.mkdtemp()
    os.chdir(folder)
    Path(folder).rmdir()


def _warm() -> None:
    """Import the modules of almost every question."""
    from kspec.report import render
    from kspec.report.options import DEFAULT
    from kspec.service.answers import lint_text

    for name in ("model.json", "model.yaml"):
        render(lint_text(json.dumps(EXAMPLE), name), "json", DEFAULT)


def _bound_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class _Clock:
    """The processor time of a question; the kernel ends the process where it is over."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __enter__(self) -> None:
        self._set(self.seconds)

    def __exit__(self, *_: object) -> None:
        self._set(0)

    @staticmethod
    def _set(seconds: float) -> None:
        import signal

        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, seconds)


def answered(head: dict[str, Any], bodies: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """The head and the bodies of the answer to a message; never raises."""
    from kspec.http.questions import answer

    try:
        answered = answer(head, bodies)
    except AnswerError as error:
        return {"status": "problem", "problem": type(error).__name__, "detail": str(error)}, []
    except MemoryError:
        return {"status": "problem", "problem": "memory", "detail": ""}, []
    except Exception as error:  # noqa: BLE001 - a fault of kspec's own: told, and no reason to end
        return {"status": "problem", "problem": "internal", "detail": place_of(error)}, []
    head = {"status": "answer", "media": answered.media, "findings": answered.findings}
    return head, [answered.body]


def _forget() -> None:
    """Let go of the last document."""
    from kspec.linter import fixes

    fixes.forget()


def _resident() -> int:
    """Resident memory in bytes; 0 where the system does not report it."""
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


if __name__ == "__main__":
    main()
