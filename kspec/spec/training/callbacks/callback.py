"""The base of callbacks, and those that watch a value of the logs."""

from typing import ClassVar

from kspec.spec.fields import Bool, Number, Str
from kspec.spec.spec_object import SpecObject

Verbosity = Number | Bool
INSTEAD = 'write a callback class and name it, as "my_package.callbacks:Mine"'
"""Advice for a function in the place of a callback."""


class Callback(SpecObject):
    """A callback: the base class of all, which does nothing itself."""

    sets_rate: ClassVar[bool] = False
    """Whether the callback sets the learning rate from the first epoch on, whatever the optimizer's
    is.
    """

    writes: ClassVar[str | None] = None
    """The field that names its file or folder."""

    @property
    def unheld(self) -> str | None:
        """Argument that the callback needs and no spec can hold, with advice, in a sentence; None
        for nothing.
        """
        return None

    @property
    def address(self) -> str | None:
        """Address that the callback sends the logs to; None where it sends none."""
        return None


class MonitorCallback(Callback, abstract=True):
    """A callback that watches a value of the logs (``"val_loss"``).

    ``mode`` is the direction of improvement: "min", "max", or "auto", by which Keras asks the
    metric; Keras takes any other word for "auto", with a warning.
    """

    ends_training: ClassVar[bool] = False
    """Whether the callback ends the training when its patience runs out."""

    monitor: Str = "val_loss"
    mode: Str = "auto"

    @property
    def watches(self) -> bool:
        """Whether the callback needs its monitored value in the logs."""
        return True
