"""Callbacks that end a training run or slow it down."""

from typing import Annotated, ClassVar

from kspec.spec.fields import Anything, Bool, Number
from kspec.spec.markers import Lt
from kspec.spec.training.callbacks.callback import INSTEAD, Callback, MonitorCallback, Verbosity


class EarlyStopping(MonitorCallback):
    """Stops when the value has not improved for ``patience`` epochs; keeps the last weights or the
    best ones.
    """

    min_delta: Number = 0
    patience: Number = 0
    verbose: Verbosity = 0
    baseline: Number | None = None
    restore_best_weights: Bool = False
    start_from_epoch: Number = 0

    ends_training: ClassVar[bool] = True


class ReduceLROnPlateau(MonitorCallback):
    """Multiplies the learning rate by ``factor`` when the value has not improved for ``patience``
    epochs.
    """

    factor: Annotated[Number, Lt(1)] = 0.1
    patience: Number = 10
    verbose: Verbosity = 0
    min_delta: Number = 1e-4
    cooldown: Number = 0
    min_lr: Number = 0.0


class LearningRateScheduler(Callback):
    """Sets the learning rate at the start of every epoch by a function of the epoch."""

    schedule: Anything
    verbose: Verbosity = 0

    sets_rate: ClassVar[bool] = True

    @property
    def unheld(self) -> str | None:
        if isinstance(self.schedule, dict):
            return None
        return (
            "The schedule of LearningRateScheduler is one of Keras's, as "
            f'{{"type": "CosineDecay", ...}}; for a function of your own, {INSTEAD}.'
        )


class TerminateOnNaN(Callback):
    """Stops when the loss is not a number or infinite."""

    raise_error: Bool = False


class SwapEMAWeights(Callback):
    """Evaluates with the averaged weights of an optimizer with ``use_ema``."""

    swap_on_epoch: Bool = False
