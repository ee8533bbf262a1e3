"""Progress of long work, at a terminal."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Self, TypeVar

Item = TypeVar("Item")

PATIENCE = 1.0
"""Seconds after which the progress is shown."""
SOON = 0.2
"""Seconds between two signs of life, where something is counted."""
CLEAR = "\r\x1b[K"


def is_live(stream: IO[str]) -> bool:
    """Whether a line can be written over: in a terminal, and in no process that helps another."""
    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        return False
    processes = sys.modules.get("multiprocessing")
    return processes is None or processes.parent_process() is None


def counted(items: Iterable[Item], of: int) -> Iterator[Item]:
    """Yield the items, with a progress line on standard error where that is a terminal, which
    disappears at the end.
    """
    if not is_live(sys.stderr):
        yield from items
        return
    due, shown = time.monotonic() + PATIENCE, False
    try:
        for done, item in enumerate(items):
            now = time.monotonic()
            if now >= due:
                due, shown = now + SOON, True
                _write(f"{CLEAR}{done} of {of} files checked")
            yield item
    finally:
        if shown:
            _write(CLEAR)


class Waiting:
    """Block of work with a line on standard error while it lasts: from the second second on, with
    the seconds that have passed; the line disappears at the end. Files get no line.
    """

    def __init__(self, label: str | Callable[[], str]) -> None:
        self._label = label
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._shown = False
        self._thread = threading.Thread(target=self._show, daemon=True)

    def __enter__(self) -> Self:
        self._begun = time.monotonic()
        if is_live(sys.stderr):
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        if self._thread.ident is not None:
            self._thread.join()
        self.clear()

    def clear(self) -> None:
        """Take the line away, before another is printed."""
        with self._lock:
            if self._shown:
                _write(CLEAR)
            self._shown = False

    def _show(self) -> None:
        while not self._done.wait(PATIENCE):
            label = self._label if isinstance(self._label, str) else self._label()
            with self._lock:
                _write(f"{CLEAR}{label} ({time.monotonic() - self._begun:.0f} s)")
                self._shown = True


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
