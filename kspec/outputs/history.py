"""``history.json`` of a run directory."""

from typing import Literal, TypedDict

from kspec.outputs.numbers import Number


class HistoryOutput(TypedDict):
    """The values of every epoch, as ``history.json`` keeps them."""

    version: Literal[1]
    monitor: str
    """The value by which epochs are compared."""
    better: str
    """``min`` or ``max``."""
    best_epoch: int | None
    initial_loss: Number | None
    """Loss before the first batch."""
    epochs: list[dict[str, Number]]
    """``epoch``, from 1, and the values by name."""
