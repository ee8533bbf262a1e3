"""Ctrl-C and SIGTERM: the batch is finished, everything is kept, and the run ends."""

import os
import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Self

from kspec.executor.listener import Listener

Handler = Callable[[int, FrameType | None], Any] | int | signal.Handlers | None

SIGNALS = (signal.SIGINT, signal.SIGTERM)
LEFT_ALONE = (signal.SIG_IGN, None)
"""Handlers that stay: a shell's background ignores SIGINT, and None is not Python's own."""
NONE = -1
"""Python's value for no wake-up descriptor."""


def heed(handler: Handler) -> dict[int, Handler]:
    """Set a handler for the signals that request the end; returns the handlers before.

    An ignored signal stays ignored; outside of the main thread no handler changes.
    """
    if threading.current_thread() is not threading.main_thread():
        return {}
    heeded = [number for number in SIGNALS if signal.getsignal(number) not in LEFT_ALONE]
    return {number: signal.signal(number, handler) for number in heeded}


def restore(former: dict[int, Handler]) -> None:
    """Restore the former handlers, once."""
    while former:
        signal.signal(*former.popitem())


class Interrupt:
    """Handler of signals: the first signal asks the model to stop, and a second one kills as usual.

    Python handles a signal only between two executions, which may be minutes. So in a process of
    its own a thread handles it at once, notifies the ``listener`` of the first, and ends the
    process at the second, or with ``at_once`` at the first: every file is whole at any time.

    ``signal`` is the number of the signal that came, or None.
    """

    def __init__(
        self, model: Any, listener: Listener, *, own_process: bool, at_once: bool = False
    ) -> None:
        self.signal: int | None = None
        self._listener = listener
        self._at_once = at_once
        self._model = model
        self._former: dict[int, Handler] = {}
        self._ear = _Ear(self._heard) if own_process else None

    def __enter__(self) -> Self:
        if self._at_once and self._ear is None:
            return self
        self._former = heed(self._come)
        if self._ear is not None and threading.current_thread() is threading.main_thread():
            self._ear.open()
            self._say_what_is_ignored()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._ear is not None:
            self._ear.close()
        restore(self._former)

    def _come(self, number: int, frame: FrameType | None) -> None:
        del frame
        self.signal = number
        self._model.stop_training = True
        restore(self._former)

    def _heard(self, number: int, times: int) -> None:
        if self._at_once:
            self._listener.note("ended; the last whole epoch is kept, and --resume goes on")
            os._exit(128 + number)
        if times == 1:
            message = (
                "stopping after this step, and the last whole epoch is kept; once more ends it"
            )
            self._listener.note(f"{message} at once")
        else:
            os._exit(128 + number)

    def _say_what_is_ignored(self) -> None:
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            started = "Ctrl-C (SIGINT) is ignored, as this was started in the background"
            self._listener.note(f"{started}: kill {os.getpid()} stops it after a step")


class _Ear:
    """Thread that receives signals while Python is within an execution, and their number."""

    def __init__(self, heard: Any) -> None:
        self._heard = heard
        self._ends: tuple[int, int] | None = None

    def open(self) -> None:
        """Begin to receive signals, unless another handler does."""
        read, write = os.pipe()
        os.set_blocking(write, False)
        former = signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        if former != NONE:
            signal.set_wakeup_fd(former)
            os.close(read)
            os.close(write)
            return
        self._ends = read, write
        threading.Thread(target=self._listen, args=(read,), daemon=True).start()

    def close(self) -> None:
        """Listen no longer."""
        if self._ends is not None:
            signal.set_wakeup_fd(NONE)
            os.close(self._ends[1])  # the thread reads its end, and closes the other
            self._ends = None

    def _listen(self, read: int) -> None:
        times = 0
        while number := os.read(read, 1):
            if number[0] in SIGNALS:
                times += 1
                self._heard(number[0], times)
        os.close(read)
