"""What `kspec train` prints while it trains: one line an epoch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kspec.executor.listener import Listener

if TYPE_CHECKING:
    from collections.abc import Mapping


class Printer(Listener):
    """Prints notes and epochs, on standard error with ``err``; the best epoch so far is marked with
    a star.
    """

    def __init__(self, *, err: bool = False) -> None:
        self._names: list[str] = []
        self._err = err

    def note(self, text: str) -> None:
        """Print a decision."""
        click.echo(f"note: {text}", err=self._err)

    def epoch(self, number: int, values: Mapping[str, float], *, best: bool, of: int) -> None:
        """Print an epoch, with a head before the first."""
        if not self._names:
            self._names = in_pairs(values)
            click.echo(
                f"\n{'epoch':>9}  " + "  ".join(f"{_short(n):>{_width(n)}}" for n in self._names),
                err=self._err,
            )
        cells = (f"{value_text(values.get(name)):>{_width(name)}}" for name in self._names)
        line = f"{f'{number}/{of}':>9}  {'  '.join(cells)}{' *' if best else ''}"
        click.echo(line, err=self._err)


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
