"""Observations of a training run: plain values, which the executor measures and rules query."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kspec.outputs import run as outputs


class Dead(NamedTuple):
    """Layer with the number of its units that are zero for every sample of the inspection."""

    layer: str
    dead: int
    units: int


class Gradient(NamedTuple):
    """A kernel with the size of its gradient, and of its values (root mean squares)."""

    weight: str
    size: float
    value: float


class Inspection(NamedTuple):
    """The layers with dead units, and the gradients of the kernels in the network's order.

    ``loss`` is that of a training batch, computed as in validation, and ``guess`` the loss of the
    targets' mean as the output for every sample; None where that is no output.
    """

    dead: tuple[Dead, ...] = ()
    gradients: tuple[Gradient, ...] = ()
    loss: float | None = None
    guess: float | None = None


class OneBatch(NamedTuple):
    """The loss on one batch before and after it was trained on alone."""

    before: float
    after: float
    samples: int


class Breakdown(NamedTuple):
    """Batch (counted from 1) and layer of the first number that is not finite, and its
    description.
    """

    batch: int
    batches: int
    layer: str | None
    words: str
    held_out: bool = False


class Evidence(NamedTuple):
    """Facts about the data and the network.

    ``chance_loss`` is the loss of guessing, ``commonest_class`` the share of the most frequent
    class in the held-out part, and ``shares_loss`` the loss of each class's share as the output
    there (all of a single output of classes), ``shared`` the number of the ``held_out`` samples in
    the training part (0 for a few), ``noisy`` whether a layer makes training harder than
    validation, ``weighted`` whether training samples have different weights, ``stops_early``
    whether a callback ends a training that no longer improves, ``broken`` the description of the
    number that was not finite, ``breakdown`` its place, ``inspection`` that of the trained network,
    and ``one_batch`` the training on a single batch, where that was requested.
    """

    chance_loss: float | None = None
    commonest_class: float | None = None
    shares_loss: float | None = None
    shared: int = 0
    held_out: int = 0
    noisy: bool = False
    weighted: bool = False
    stops_early: bool = False
    broken: str | None = None
    inspection: Inspection | None = None
    one_batch: OneBatch | None = None
    breakdown: Breakdown | None = None


class TrainedRun(NamedTuple):
    """Values of every epoch (the first is epoch 1), the best epoch, the loss of one batch before
    training, and the evidence.
    """

    rows: Sequence[Mapping[str, float]]
    best: int | None = None
    initial: float | None = None
    evidence: Evidence = Evidence()

    def column(self, name: str) -> list[float]:
        """The values of one name, NaN where an epoch has none; empty where no epoch has any."""
        if not any(name in row for row in self.rows):
            return []
        return [row.get(name, math.nan) for row in self.rows]


class Symptom(NamedTuple):
    """Symptom of a run: code, name, observation and advice; and its place, if known."""

    code: str
    name: str
    message: str
    help: str
    epoch: int | None = None
    batch: int | None = None
    layer: str | None = None

    def to_dict(self) -> outputs.Symptom:
        """The symptom as ``run.json`` keeps it."""
        return {
            "code": self.code,
            "name": self.name,
            "message": self.message,
            "help": self.help,
            "epoch": self.epoch,
            "batch": self.batch,
            "layer": self.layer,
        }
