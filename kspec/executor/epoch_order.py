"""The order of the samples in every epoch: from the seed and the epoch's number alone.

So an epoch can be repeated in another process: Keras's own shuffling starts over with every ``fit``
and gives a resumed run another order.
"""

from typing import Any

import numpy as np

from kspec.data.array import Array
from kspec.executor.keras_classes import Callback


class EpochOrder(Callback):
    """Knows the epoch that is running, and gives its order of ``count`` samples in batches.

    An epoch is one pass over the samples, or ``steps`` batches: then the next epoch continues where
    it has ended, and one pass follows another.
    """

    def __init__(
        self,
        count: int,
        batch_size: int,
        seed: int = 0,
        *,
        shuffle: bool = True,
        steps: int | None = None,
    ) -> None:
        super().__init__()
        self.count = count
        self.batch_size = batch_size
        self.seed = seed
        self.shuffle = shuffle
        self.whole = -(-count // batch_size)  # the last batch is smaller where they do not divide
        self.steps = steps or self.whole
        self.epoch = 0

    def set_model(self, model: Any) -> None:
        """Keep no reference to the model: a backend may never release what a graph calls."""

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Remember the epoch; Keras takes its batches afterwards."""
        self.epoch = epoch

    def plan(self) -> tuple[Array, Array]:
        """The samples of the passes that this epoch takes part in, and where among them each of
        its batches starts and ends.
        """
        first = self.epoch * self.steps
        passes, places = np.divmod(np.arange(first, first + self.steps), self.whole)
        samples = np.concatenate([self._pass(at) for at in range(passes[0], passes[-1] + 1)])
        ends = np.minimum((places + 1) * self.batch_size, self.count)
        bounds = np.stack([places * self.batch_size, ends], axis=1)
        return samples, bounds + (passes - passes[0])[:, None] * self.count

    def _pass(self, number: int) -> Array:
        if not self.shuffle:
            return np.arange(self.count)
        return np.random.default_rng([self.seed, number]).permutation(self.count)
