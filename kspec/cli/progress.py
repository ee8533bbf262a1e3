"""Output of `kspec train` during a training: a line for each epoch, and its progress."""

import sys
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from shutil import get_terminal_size

import click

from kspec.cli.how_far import is_live
from kspec.cli.terminal import print_lines
from kspec.executor.listener import Listener

SOON, SELDOM = 0.2, 60.0
"""Seconds between two signs of life within an epoch, in a terminal and in a file."""
BAR = 20


class Printer(Listener):
    """Prints notes and epochs, on standard error with ``err``; the best epoch so far is marked with
    a star.

    In a terminal, a line that is overwritten shows the progress of the epoch; elsewhere a line does
    so every minute, for logs.
    """

    def __init__(self, *, err: bool = False) -> None:
        self._names: list[str] = []
        self._known: set[str] = set()
        self._err = err
        stream = sys.stderr if err else sys.stdout
        self._live = is_live(stream)
        self._begun = self._said = time.monotonic()
        self._epoch = 0

    def note(self, text: str) -> None:
        """Print a decision."""
        if self._live:  # the progress of the epoch may be there
            self._clear()
        self._say(f"note: {text}")

    def batch(self, epoch: int, number: int, of: int) -> None:
        """Print the progress of an epoch, at intervals."""
        now = time.monotonic()
        if epoch != self._epoch:
            self._epoch, self._begun, self._said = epoch, now, now
        if now - self._said < (SOON if self._live else SELDOM) or not of or number >= of:
            return
        self._said = now
        text = _how_far(epoch, number / of, now - self._begun)
        with suppress(BrokenPipeError):
            click.echo(f"\r\x1b[K{text}" if self._live else text, err=self._err, nl=not self._live)

    def epoch(self, number: int, values: Mapping[str, float], *, best: bool, of: int) -> None:
        """Print an epoch, with a head before the first, and where there are more values."""
        if self._live:
            self._clear()
        if not self._known.issuperset(values):
            self._known.update(values)
            self._head(in_pairs(values))
        cells = (f"{value_text(values.get(name)):>{_width(name)}}" for name in self._names)
        line = f"{f'{number}/{of}':>9}  {'  '.join(cells)}{' *' if best else ''}"
        self._say(line)

    def _clear(self) -> None:
        with suppress(BrokenPipeError):
            click.echo("\r\x1b[K", err=self._err, nl=False)

    def _say(self, *lines: str) -> None:
        """Print lines; where the reader has ended (``| head``), the training continues."""
        with suppress(BrokenPipeError):
            print_lines(*lines, err=self._err)

    def _head(self, names: list[str]) -> None:
        """Name the columns: all, or in a terminal as many as fit side by side."""
        width, shown = get_terminal_size().columns if self._live else sys.maxsize, 12
        self._names = []
        for name in names:
            shown += _width(name) + 2
            if shown > width and len(self._names) > 1:
                break
            self._names.append(name)
        head = "  ".join(f"{_short(name):>{_width(name)}}" for name in self._names)
        remaining = len(names) - len(self._names)
        more = (f"({remaining} more in history.csv)",) if remaining else ()
        self._say("", *more, f"{'epoch':>9}  {head}")


@contextmanager
def warnings_as_notes(listener: Listener) -> Iterator[None]:
    """Report warnings of Python, Keras and others in a line, without the place in their code."""
    with warnings.catch_warnings():
        warnings.showwarning = lambda message, *_, **__: listener.note(str(message))
        yield


def _how_far(epoch: int, part: float, seconds: float) -> str:
    done = round(part * BAR)
    remaining = seconds / part - seconds if part else 0.0
    bar = "#" * done + "." * (BAR - done)
    return f"epoch {epoch}  [{bar}] {part:4.0%}, {remaining:.0f} s to go"


def in_pairs(values: Mapping[str, float]) -> list[str]:
    """The names, each training value followed by that of validation; the loss first."""
    names = [name for name in values if not name.startswith("val_")]
    names.sort(key=lambda name: name != "loss")
    return [pair for name in names for pair in (name, f"val_{name}") if pair in values]


def value_text(value: float | None) -> str:
    """A value with four decimals, or in powers of ten where that shows too little."""
    if value is None:
        return ""
    small, large = 1e-3, 1e5
    return f"{value:.3e}" if value and not small <= abs(value) < large else f"{value:.4f}"


def _short(name: str) -> str:
    return name.replace("learning_rate", "lr")


def _width(name: str) -> int:
    return max(len(_short(name)), 9)
