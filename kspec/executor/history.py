"""The values of every epoch, and which epoch is the best."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.executor.files import finite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kspec.outputs.history import HistoryOutput

Row = dict[str, float]


def as_numbers(logs: Mapping[str, Any]) -> Row:
    """Convert Keras's logs to one number each: the mean of a metric with a value for each class."""
    return {name: float(np.mean(value)) for name, value in logs.items()}


class History:
    """Rows by epoch (the first is epoch 1), and the best by one value.

    ``monitor`` is the value that decides, and ``better`` "min" or "max". A value that is not
    finite is never the best. ``initial`` is the loss of one batch before training.
    """

    def __init__(self, monitor: str, better: str) -> None:
        self.monitor = monitor
        self.better = better
        self.rows: list[Row] = []
        self.best: int | None = None
        self.initial: float | None = None

    def add(self, row: Row) -> bool:
        """Append an epoch; true when it is the best so far."""
        self.rows.append(row)
        value = row.get(self.monitor, math.nan)
        if not math.isfinite(value):
            return False
        if self.best is not None:
            old = self.rows[self.best - 1][self.monitor]
            if not (value < old if self.better == "min" else value > old):
                return False
        self.best = len(self.rows)
        return True

    @property
    def names(self) -> list[str]:
        """The names of the values, training ones first, in Keras's order."""
        return list(dict.fromkeys(name for row in self.rows for name in row))

    @property
    def columns(self) -> dict[str, list[float]]:
        """The values by name, as Keras's ``history.history`` has them."""
        return {name: [row.get(name, math.nan) for row in self.rows] for name in self.names}

    def to_dict(self) -> HistoryOutput:
        """History as ``history.json`` has it; numbers that are not finite become null or a text."""
        return {
            "version": 1,
            "monitor": self.monitor,
            "better": self.better,
            "best_epoch": self.best,
            "initial_loss": finite(self.initial),
            "epochs": [{"epoch": number, **finite(row)} for number, row in enumerate(self.rows, 1)],
        }

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> History:
        """The history that `to_dict` gave."""
        history = cls(value["monitor"], value["better"])
        initial = value["initial_loss"]
        history.initial = None if initial is None else float(initial)
        for epoch in value["epochs"]:
            history.add({name: float(item) for name, item in epoch.items() if name != "epoch"})
        return history

    def to_csv(self) -> str:
        """The history as CSV, an epoch a line."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["epoch", *self.names])
        for number, row in enumerate(self.rows, 1):
            writer.writerow([number, *(row.get(name, "") for name in self.names)])
        return text.getvalue()
