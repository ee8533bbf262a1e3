"""Ctrl-C and SIGTERM: the batch is finished, everything is kept, and the run ends."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from types import FrameType, TracebackType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupt:
    """While it is entered, the first signal asks the model to stop, and a second one kills as
    ever: both only between two executions, as long as which Python hears of no signal.

    ``signal`` is the number of the signal that came, or None.
    """

    def __init__(self) -> None:
        self.signal: int | None = None
        self._model: Any = None
        self._former: dict[int, Any] = {}

    def watch(self, model: Any) -> None:
        """Say which model is to stop."""
        self._model = model

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._former = {number: signal.signal(number, self._come) for number in SIGNALS}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._restore()

    def _come(self, number: int, frame: FrameType | None) -> None:
        del frame
        self.signal = number
        if self._model is not None:
            self._model.stop_training = True
        self._restore()

    def _restore(self) -> None:
        for number, former in self._former.items():
            signal.signal(number, former)
        self._former = {}
